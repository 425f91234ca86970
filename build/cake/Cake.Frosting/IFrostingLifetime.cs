using Cake.Core;

namespace Cake.Frosting;

/// <summary>Runs before the first and after the last task.</summary>
public interface IFrostingLifetime
{
    /// <summary>Runs before the first task.</summary>
    /// <param name="context">The context.</param>
    /// <param name="info">What is going to run.</param>
    void Setup(ICakeContext context, ISetupContext info);

    /// <summary>Runs after the last task, also after a failure.</summary>
    /// <param name="context">The context.</param>
    /// <param name="info">How the run went.</param>
    void Teardown(ICakeContext context, ITeardownContext info);
}
