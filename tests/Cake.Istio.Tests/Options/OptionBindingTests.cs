using Cake.Istio.Errors;
using Cake.Istio.Frosting.Options;
using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Options;

public sealed class OptionBindingTests
{
    [Fact]
    public void Without_anything_written_every_default_holds() => Assert.Equal(new MeshSettings(), Bind(new FakeContext()));

    [Fact]
    public void Every_option_reaches_its_setting()
    {
        var context = new FakeContext(
            "istio-version=1.2.2", "archive=a.zip", "download-url=https://mirror.example", "sha256=none", "cache=c", "mode=STRICT", "kubeconfig=k", "context=x",
            "expect-server=*.example", "namespace=mesh", "upgrade-apis", "gateway=nodeport", "timeout=90s", "wait=false", "parallelism=4", "force-conflicts=true", "report=r",
            "profile=minimal", "hub=r.io/mesh", "offline",
            "lock-timeout=0", "break-lock=the job is gone", "adopt", "plan=0123456789ab", "plan-exit-code", "prune-crds", "prune-limit=80", "to-revision=3", "purge");

        Assert.Equal(
            new MeshSettings
            {
                IstioVersion = "1.2.2",
                Archive = "a.zip",
                DownloadUrl = "https://mirror.example",
                Sha256 = "none",
                Cache = "c",
                Mode = MtlsMode.Strict,
                Kubeconfig = "k",
                Context = "x",
                ExpectServer = "*.example",
                Namespace = "mesh",
                UpgradeApis = true,
                Gateway = GatewayPolicy.NodePort,
                Timeout = TimeSpan.FromSeconds(90),
                Wait = false,
                Parallelism = 4,
                ForceConflicts = true,
                Report = "r",
                Profile = "minimal",
                Hub = "r.io/mesh",
                Offline = true,
                LockTimeout = TimeSpan.Zero,
                BreakLock = "the job is gone",
                Adopt = true,
                Plan = "0123456789ab",
                PruneCrds = true,
                PruneLimit = 80,
                ToRevision = 3,
                Purge = true,
            },
            Bind(context));
    }

    [Fact]
    public void An_argument_beats_the_environment_and_that_beats_the_configuration()
    {
        var context = new FakeContext("mode=strict")
        {
            Configured = { ["Mesh_mode"] = "permissive", ["Mesh_timeout"] = "1m", ["Mesh_report"] = "configured" },
            Variables = { ["CAKE_MESH_MODE"] = "permissive", ["CAKE_MESH_TIMEOUT"] = "2m" },
        };

        var settings = Bind(context);

        Assert.Equal((MtlsMode.Strict, TimeSpan.FromMinutes(2), "configured"), (settings.Mode, settings.Timeout, settings.Report));
    }

    [Fact]
    public void A_version_in_the_configuration_is_a_default_and_one_that_is_given_is_not()
    {
        var pinned = new FakeContext { Configured = { ["Mesh_istio-version"] = "1.30.3" } };
        var given = new FakeContext { Variables = { ["CAKE_MESH_ISTIO_VERSION"] = "1.30.3" } };

        Assert.True(Bind(pinned).IstioVersionIsDefault);
        Assert.False(Bind(given).IstioVersionIsDefault);
    }

    [Theory]
    [InlineData("mode=foo", "--mode=foo is not usable: it takes one of permissive, strict")]
    [InlineData("gateway=door", "--gateway=door is not usable: it takes one of auto, keep, nodeport, clusterip, fail")]
    [InlineData("timeout=0", "--timeout=0 is not usable: it takes a duration above zero and up to 24h, such as 10m")]
    [InlineData("stall-timeout=24h1s", "--stall-timeout=24h1s is not usable: it takes a duration above zero and up to 24h, such as 10m")]
    [InlineData("timeout=10", "--timeout=10 is not usable: it takes a duration such as 90s, 10m or 1h30m")]
    [InlineData("wait=perhaps", "--wait=perhaps is not usable: it takes true or false")]
    [InlineData("parallelism=many", "--parallelism=many is not usable: it takes a whole number from 1 to 256")]
    [InlineData("parallelism=0", "--parallelism=0 is not usable: it takes a whole number from 1 to 256")]
    [InlineData("plan=abc", "--plan=abc is not usable: it takes the digest that --target=Plan shows, or at least its first 12 digits")]
    [InlineData("prune-limit=101", "--prune-limit=101 is not usable: it takes a whole number from 0 to 100")]
    [InlineData("break-lock", "--break-lock needs a value: it takes text")]
    [InlineData("to-revision=0", "--to-revision=0 is not usable: it takes a whole number from 1 to 2147483647")]
    [InlineData("archive", "--archive needs a value: it takes text")]
    [InlineData("namespace=Mesh_1", "--namespace=Mesh_1 is not usable: it takes a lower-case RFC 1123 label of at most 63 characters, such as istio-system")]
    public void A_value_that_cannot_be_used_is_refused_with_what_can(string argument, string message)
    {
        var error = Assert.Throws<MeshException>(() => Bind(new FakeContext(argument)));

        Assert.Equal((ErrorCode.InvalidOption, message), (error.Code, error.Text));
    }

    [Fact]
    public void A_value_that_cannot_be_used_is_traced_to_where_it_was_written()
    {
        var fromEnvironment = Assert.Throws<MeshException>(() => Bind(new FakeContext { Variables = { ["CAKE_MESH_UPGRADE_APIS"] = "ja" } }));
        var fromFile = Assert.Throws<MeshException>(() => Bind(new FakeContext { Configured = { ["Mesh_upgrade-apis"] = "ja" } }));

        Assert.Contains("CAKE_MESH_UPGRADE_APIS", fromEnvironment.Text, StringComparison.Ordinal);
        Assert.Contains("cake.config", fromFile.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_options_of_which_one_takes_the_others_effect_are_refused()
    {
        var error = Assert.Throws<MeshException>(() => Bind(new FakeContext("prune=false", "prune-crds")));

        Assert.Equal((ErrorCode.OptionWithoutEffect, "--prune-crds has no effect with --prune=false"), (error.Code, error.Text));
    }

    [Fact]
    public void An_option_that_was_given_twice_is_refused()
    {
        var error = Assert.Throws<MeshException>(() => Bind(new FakeContext("mode=strict", "mode=permissive")));

        Assert.Equal("--mode was given 2 times", error.Text);
    }

    [Fact]
    public void An_option_that_repeats_keeps_every_value_in_order()
    {
        var given = Bind(new FakeContext("set=values.a=b", "set=c=d,e=f;g", "pull-secret=one"));
        var elsewhere = Bind(new FakeContext { Variables = { ["CAKE_MESH_SET"] = "values.a=b; c=d,e=f;" }, Configured = { ["Mesh_pull-secret"] = "one;two", ["Mesh_set"] = "x=y" } });

        Assert.Equal(["values.a=b", "c=d,e=f;g"], given.Set);
        Assert.Equal(["one"], given.PullSecrets);
        Assert.Equal(["values.a=b", "c=d,e=f"], elsewhere.Set);
        Assert.Equal(["one", "two"], elsewhere.PullSecrets);
    }

    [Theory]
    [InlineData("set", "--set needs a value: it takes text")]
    [InlineData("set=a", "--set=a is not usable: it takes a path and a value, such as meshConfig.accessLogFile=/dev/stdout")]
    [InlineData("set=values.global.istioNamespace=x", "--set=values.global.istioNamespace=x names the mesh's namespace, which has an option of its own")]
    [InlineData("pull-secret=A_b", "--pull-secret=A_b is not usable: it takes the name of a secret, such as registry-key")]
    public void A_value_of_an_option_that_repeats_is_checked(string argument, string message) =>
        Assert.Equal(message, Assert.Throws<MeshException>(() => Bind(new FakeContext("set=a=b", "pull-secret=c.d-e", argument))).Text);

    [Fact]
    public void No_two_options_have_a_name_in_common() => Assert.Distinct(MeshOptions.All.Select(option => option.Variable));

    private static MeshSettings Bind(FakeContext context) => new OptionValues(context, MeshOptions.All).Bind();
}
