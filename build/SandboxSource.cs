using System.Security.Cryptography;
using Cake.Core.Diagnostics;
using Cake.Istio.Errors;
using Cake.Istio.Frosting;
using Cake.Istio.Frosting.Clusters;
using Cake.Istio.Frosting.Options;
using Cake.Istio.Manifests;
using Cake.Istio.Sandbox;
using Cake.Istio.Settings;
using Microsoft.AspNetCore.Connections;

namespace Cake.Istio.Build;

/// <summary><c>--cluster=sandbox</c>: an embedded Kubernetes API server, so that a run can be rehearsed without a cluster.</summary>
public sealed class SandboxSource : IClusterSource, IAsyncDisposable
{
    private const string StateFolder = ".mesh/sandbox";
    private const string SampleFolder = ".mesh/sample";
    private const string Context = "cake-istio-sandbox";
    private static readonly string[] Versions = ["1.14", "1.22", "1.25", "1.36"];

    private Sandbox.Sandbox? _sandbox;

    /// <inheritdoc/>
    public string Name => "sandbox";

    /// <inheritdoc/>
    public IReadOnlyList<MeshOption> Options { get; } =
    [
        MeshOption.Outside("sandbox-port", "a free one", "port of the sandbox on this machine", value => value.ToNumber(1, 65535)),
        MeshOption.Outside("sandbox-reset", "false", "begin with an empty sandbox", value => value.ToFlag()),
        MeshOption.Outside("sandbox-kubernetes", "1.36", "Kubernetes version to answer like: 1.14, 1.22, 1.25 or 1.36", value => value.ToChoice(Versions)),
        MeshOption.Outside("sandbox-mesh", "true", "whether the sandbox plays the programs of the mesh: certificates, webhooks, injection", value => value.ToFlag()),
        MeshOption.Outside("sandbox-fault", "none", "what goes wrong in the sandbox, such as status=503,share=0.1; may be given more than once", value => ToFaults(value)) with { Repeats = true },
    ];

    /// <inheritdoc/>
    public async Task<MeshSettings> PrepareAsync(MeshContext context, MeshSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        foreach (var option in (string[])["kubeconfig", "context"])
        {
            if (context.Options[option] is { IsGiven: true })
                throw new MeshException(ErrorCode.OptionWithoutEffect, $"--{option} has no effect with --cluster=sandbox", $"Leave out --{option}, or --cluster=sandbox");
        }

        var sandbox = await OpenAsync(context, cancellationToken);
        return settings with { Kubeconfig = sandbox.Kubeconfig, Context = Context, Rehearsal = true, Archive = settings.Archive ?? await SampleAsync(context, settings, cancellationToken) };
    }

    /// <summary>Starts the sandbox of the working directory, or attaches to the one that another process serves there.</summary>
    /// <exception cref="MeshException">MESH3001: it cannot be started. MESH1002: it runs already, and an option asks for another one.</exception>
    public async Task<Sandbox.Sandbox> OpenAsync(MeshContext context, CancellationToken cancellationToken)
    {
        var folder = context.Environment.WorkingDirectory.Combine(StateFolder).FullPath;
        var values = context.Options;
        try
        {
            _sandbox = await Sandbox.Sandbox.AttachOrStartAsync(
                new()
                {
                    StateFolder = folder,
                    Reset = values["sandbox-reset"]?.ToFlag() ?? false,
                    Port = values["sandbox-port"]?.ToNumber(1, 65535) ?? 0,
                    KubernetesVersion = values["sandbox-kubernetes"]?.Written ?? new SandboxOptions().KubernetesVersion,
                    Mesh = values["sandbox-mesh"]?.ToFlag() ?? true,
                    Faults = values["sandbox-fault"] is { } faults ? ToFaults(faults) : "",
                },
                cancellationToken);
        }
        catch (Exception cause) when (cause is IOException or InvalidDataException or UnauthorizedAccessException or CryptographicException)
        {
            throw new MeshException(ErrorCode.SandboxFailed, $"The sandbox in {folder} cannot be started: {cause.Message}", Hint(cause), innerException: cause);
        }

        context.Log.Information("{0}", $"Rehearsal: the sandbox at {_sandbox.Url}{(_sandbox.IsAttached ? ", served by another process" : "")}. No cluster is touched; kubectl --kubeconfig={_sandbox.Kubeconfig}");
        if (_sandbox.IsAttached)
            await AttachedSandbox.CheckAsync(_sandbox, context, cancellationToken);
        return _sandbox;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
            await _sandbox.DisposeAsync();
    }

    private static string Hint(Exception cause) => cause switch
    {
        InvalidDataException or CryptographicException => "Begin with an empty one: --sandbox-reset",
        IOException when cause.Message.StartsWith("Another process", StringComparison.Ordinal) => "End that process, with Ctrl+C where it runs, and run the same command again",
        IOException { InnerException: AddressInUseException } => "Give another --sandbox-port, or leave it out for a free one",
        _ => "The sandbox keeps its state in the working directory: choose one that can be written, with --working",
    };

    private static string ToFaults(OptionValue value)
    {
        var faults = string.Join("; ", value.ToTexts());
        try
        {
            SandboxFaults.Check(faults);
            return faults;
        }
        catch (FormatException cause)
        {
            throw new MeshException(
                ErrorCode.InvalidOption,
                $"--{value.Option} is not usable: {cause.Message}",
                $"Give one of these, or several separated by semicolons:\n{SandboxFaults.Grammar}",
                innerException: cause);
        }
    }

    // A newcomer has neither release nor network; the sample needs neither.
    private static async Task<string?> SampleAsync(MeshContext context, MeshSettings settings, CancellationToken cancellationToken) =>
        settings.IstioVersion is null || settings.IstioVersionIsDefault
            ? await SampleRelease.WriteAsync(context.Environment.WorkingDirectory.Combine(SampleFolder).FullPath, cancellationToken)
            : null;
}
