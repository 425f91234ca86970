using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace Cake.Istio.Frosting;

/// <summary>Says at verbosity Verbose which options a run was given, and ends the session; a host may bring a lifetime of its own instead.</summary>
public sealed class MeshLifetime : FrostingLifetime<MeshContext>
{
    /// <inheritdoc/>
    public override void Setup(MeshContext context, ISetupContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var option in context.Options.Options)
        {
            if (context.Options[option.Name] is { } value)
                context.Log.Verbose("--{0}={1} ({2})", option.Name, value.Shown, value.OriginName);
        }
    }

    /// <inheritdoc/>
    public override void Teardown(MeshContext context, ITeardownContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Dispose();
    }
}
