using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Bootstrap;

/// <summary>The bootstrap scripts among a few sources, with a <c>dotnet</c> that writes down how it is called instead of compiling.</summary>
internal sealed class FakeRepository : IDisposable
{
    private const string Dotnet = """
        #!/usr/bin/env bash
        set -eu
        if [ "$1" = build ]; then
          echo "compile in $PWD" >>"$FAKE_CALLS"
          sleep "${FAKE_COMPILE_SECONDS:-0}"
          [ -z "${FAKE_ERROR:-}" ] || { echo "$FAKE_ERROR"; exit 1; }
          mkdir -p build/bin/Release/net10.0 build/obj
          echo output | tee build/bin/Release/net10.0/Build.dll >build/bin/Release/net10.0/Library.dll
          date +%s%N >build/obj/touched
          exit 0
        fi
        echo "process $$ in $PWD"
        shift
        for argument in "$@"; do echo "argument <$argument>"; done
        trap 'echo terminated; exit 43' TERM
        [ -z "${FAKE_STARTED:-}" ] || touch "$FAKE_STARTED"
        for _ in $(seq "${FAKE_RUN_TENTHS:-0}"); do sleep 0.1; done
        exit "${FAKE_EXIT:-0}"
        """;

    private readonly TemporaryFolder _folder = new();

    public FakeRepository()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The fake dotnet is a bash script.");
        foreach (var script in (string[])["build.sh", "build.ps1"])
            File.Copy(Path.Combine(TestPaths.Repository, script), Path.Combine(Root, script));
        foreach (var source in (string[])["addin/A.cs", "build/Program.cs", "build/obj/old.cs", "manifests/sample/a.yaml", "sandbox/S.cs", "tasks/T.cs", "global.json"])
            _folder.Write(source, source);
        Executable("sdk folder/dotnet", Dotnet);
        Directory.CreateDirectory(Path.Combine(Root, "sdk folder", "sdk", "10.0.100"));
    }

    public string Root => _folder.Path;

    /// <summary>How often it was compiled.</summary>
    public int Compilations => File.Exists(Calls) ? File.ReadAllLines(Calls).Length : 0;

    public string Calls => Path.Combine(Root, "calls");

    public Dictionary<string, string?> Environment => new() { ["DOTNET_ROOT"] = Path.Combine(Root, "sdk folder"), ["FAKE_CALLS"] = Calls };

    public string Write(string name, string content) => _folder.Write(name, content);

    public string Executable(string name, string content)
    {
        var path = Write(name, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>A folder with a <c>dotnet</c> that has nothing but a preview of the SDK.</summary>
    public string PreviewSdk()
    {
        var folder = Path.GetDirectoryName(Executable("preview/dotnet", "#!/bin/sh\necho '10.0.100-preview.1 [/preview]'\n"))!;
        Directory.CreateDirectory(Path.Combine(folder, "sdk", "10.0.100-preview.1"));
        return folder;
    }

    public void Dispose() => _folder.Dispose();
}
