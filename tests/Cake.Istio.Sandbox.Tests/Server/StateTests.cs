using System.Net;
using System.Text;

namespace Cake.Istio.Sandbox.Tests.Server;

public sealed class StateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-state-").FullName;
    private readonly string _copy = Directory.CreateTempSubdirectory("sandbox-state-").FullName;

    [Fact]
    public async Task Objects_token_and_certificate_authority_survive_a_restart()
    {
        string token, authority, version;
        await using (var client = await StartAsync(_folder))
        {
            (token, authority) = (client.Sandbox.Token, client.Sandbox.CertificateAuthority);
            await client.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"kept"}}""");
            await client.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"other"}}""");
            version = (string)(await client.PutAsync("/api/v1/namespaces/kept", """{"metadata":{"name":"kept","labels":{"x":"y"}}}""")).Body["metadata"]!["resourceVersion"]!;
        }
        await using var again = await StartAsync(_folder);
        var (status, body) = await again.GetAsync("/api/v1/namespaces/kept");

        Assert.Equal((token, authority), (again.Sandbox.Token, again.Sandbox.CertificateAuthority));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(version, (string?)body["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_read_up_to_its_last_whole_line()
    {
        await using (var client = await StartAsync(_folder))
        {
            await client.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"kept"}}""");
            await client.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"torn"}}""");
            // As a process leaves them that is killed now.
            foreach (var file in Directory.GetFiles(_folder))
                if (Path.GetFileName(file) != "lock")
                    File.Copy(file, Path.Combine(_copy, Path.GetFileName(file)));
        }
        var journal = Path.Combine(_copy, "objects.jsonl");
        var lines = await File.ReadAllTextAsync(journal, Encoding.UTF8, TestContext.Current.CancellationToken);
        // Controllers write too: the tear goes through the first line that speaks of the namespace.
        await File.WriteAllTextAsync(journal, lines[..(lines.IndexOf("\"torn\"", StringComparison.Ordinal) + 3)], TestContext.Current.CancellationToken);

        await using var again = await StartAsync(_copy);
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("/api/v1/namespaces/kept")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await again.GetAsync("/api/v1/namespaces/torn")).Status);
        Assert.Equal(HttpStatusCode.Created, (await again.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"torn"}}""")).Status);
    }

    [Fact]
    public async Task Only_the_owner_reads_what_is_kept()
    {
        await using (var client = await StartAsync(_folder))
            await client.GetAsync("/api/v1/namespaces");

        foreach (var file in Directory.GetFiles(_folder).Where(file => Path.GetFileName(file) != "lock"))
        {
            if (OperatingSystem.IsWindows())
                Assert.Skip("files have no mode there");
            else
                Assert.Equal((file, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file, File.GetUnixFileMode(file)));
        }
    }

    [Fact]
    public async Task A_second_process_attaches_and_a_third_that_wants_its_own_is_refused()
    {
        await using var owner = await StartAsync(_folder);
        await owner.GetAsync("/api/v1/namespaces");
        await using var attached = await Sandbox.AttachOrStartAsync(new SandboxOptions { StateFolder = _folder }, TestContext.Current.CancellationToken);

        Assert.True(attached.IsAttached);
        Assert.Equal((owner.Sandbox.Url, owner.Sandbox.Token), (attached.Url, attached.Token));
        Assert.Contains(await attached.GetRequestsAsync(TestContext.Current.CancellationToken), request => request.Path == "/api/v1/namespaces");
        await Assert.ThrowsAsync<IOException>(() => Sandbox.StartAsync(new SandboxOptions { StateFolder = _folder }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_address_of_a_dead_process_is_not_attached_to()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "address.json"), """{"url":"https://127.0.0.1:1/","processId":1}""", TestContext.Current.CancellationToken);
        await using var started = await Sandbox.AttachOrStartAsync(new SandboxOptions { StateFolder = _folder }, TestContext.Current.CancellationToken);

        Assert.False(started.IsAttached);
    }

    [Fact]
    public async Task State_that_is_damaged_in_its_middle_is_refused_with_the_line()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "objects.jsonl"), "{\"format\":1,\"kubernetes\":\"1.36\"}\n{\"group\n{\"group\":\"\"}\n", TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(_folder));

        Assert.Contains("objects.jsonl:2 is damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_log_tells_what_persisted()
    {
        await using var client = await StartAsync(_folder);
        await client.PostAsync("/api/v1/namespaces?dryRun=All", """{"metadata":{"name":"n"}}""");
        await client.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"n"}}""");
        await client.PutAsync("/api/v1/namespaces/n", """{"metadata":{"name":"n","labels":{"kubernetes.io/metadata.name":"n"}}}""");

        Assert.Equal(
            [("POST", 201, true, false), ("POST", 201, false, true), ("PUT", 200, false, false)],
            client.Sandbox.Requests.Select(request => (request.Method, request.Status, request.DryRun, request.Persisted)));
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder, "requests.jsonl"), TestContext.Current.CancellationToken);
        Assert.Equal(3, lines.Length);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_copy, recursive: true);
    }

    private static Task<TestClient> StartAsync(string folder) => TestClient.StartAsync(new SandboxOptions { StateFolder = folder });
}
