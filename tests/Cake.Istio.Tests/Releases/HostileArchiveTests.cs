using Cake.Istio.Errors;
using Cake.Istio.Releases;
using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Releases;

/// <summary>Thousands of seeded archives: each ends in a release or in an error of ours, soon, and writes nothing outside its folder.</summary>
public sealed class HostileArchiveTests : IDisposable
{
    private const int Extractions = 2000;
    private const int Releases = 500;
    private static readonly ArchiveLimits Small = new(1 << 20, 200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_archive_gets_out_of_its_folder_or_hangs()
    {
        var codes = new Dictionary<string, int>();
        for (var seed = 0; seed < Extractions; seed++)
        {
            var inside = Directory.CreateDirectory(_folder["inside"]).FullName;
            var code = await OutcomeAsync(seed, token => Archive.ExtractAsync(new MemoryStream(new HostileArchive(seed).Make()), inside, Small, token));
            codes[code] = codes.GetValueOrDefault(code) + 1;
            AssertOnly(seed, "inside");
            Assert.True(TotalSize(inside) <= Small.Bytes, $"seed {seed} wrote too much");
            Directory.Delete(inside, recursive: true);
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{Extractions} archives: {string.Join(", ", codes.Select(code => $"{code.Value} {(code.Key.Length == 0 ? "extracted" : code.Key)}"))}");
        Assert.Equal(["", ErrorCode.ArchiveBroken, ErrorCode.ArchiveRefused], codes.Keys.Order(StringComparer.Ordinal));
        Assert.All(codes.Values, count => Assert.True(count > Extractions / 50, "the generator has become one-sided"));
    }

    [Fact]
    public async Task No_archive_leaves_half_a_release_in_the_cache()
    {
        for (var seed = 0; seed < Releases; seed++)
        {
            var archive = _folder.Write("archive", new HostileArchive(seed).Make());
            var settings = new MeshSettings { Archive = archive, Cache = _folder["cache"] };
            var code = await OutcomeAsync(seed, token => new ReleaseProvider(new() { Limits = Small }).GetAsync(settings, null, token));
            AssertOnly(seed, "archive", "cache");
            var entries = Directory.Exists(_folder["cache/releases"]) ? Directory.GetDirectories(_folder["cache/releases"]) : [];
            Assert.Equal((seed, code.Length == 0 ? 1 : 0), (seed, entries.Length));
            if (Directory.Exists(_folder["cache"]))
                Directory.Delete(_folder["cache"], recursive: true);
        }
    }

    private static async Task<string> OutcomeAsync(int seed, Func<CancellationToken, Task> run)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await run(patience.Token);
            return "";
        }
        catch (MeshException e)
        {
            return e.Code;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed} ended in {e.GetType().Name}: {e.Message}", e);
        }
    }

    private void AssertOnly(int seed, params string[] names)
    {
        Assert.Subset(names.ToHashSet(), Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)).ToHashSet());
        foreach (var path in Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories))
            Assert.True(new FileInfo(path).LinkTarget is null, $"seed {seed} made a link");
    }

    private static long TotalSize(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
