using Cake.Istio.Sandbox.Faults;

namespace Cake.Istio.Sandbox;

/// <summary>The compact form of what is to go wrong in a sandbox, as <see cref="SandboxOptions.Faults"/> and <see cref="Sandbox.SetFaultsAsync"/> take it.</summary>
public static class SandboxFaults
{
    /// <summary>The grammar, for help texts and documentation.</summary>
    public const string Grammar = """
        status=CODE[,retry-after=SECONDS]       requests are answered with this status, from 400 to 599
        latency=TIME[..TIME]                    requests are answered late
        drop                                    connections are closed instead of an answer
        watch-cut=TIME                          watches end after a while, in the middle of an event
        watch-gone                              watches are told 410 Expired
          each of these with [,method=PATTERN][,path=PATTERN][,share=0..1][,times=N]
        pod=PATTERN,reason=REASON[,namespace=PATTERN][,for=TIME]
                                                pods do not get ready, for ever or for a while after their creation; REASON is Unschedulable,
                                                ContainerCreating, ErrImagePull, ImagePullBackOff, InvalidImageName, CreateContainerConfigError,
                                                CrashLoopBackOff, Error or NotReady
        crd-delay=TIME[,name=PATTERN]           CustomResourceDefinitions are established late
        crd-lag=TIME[,name=PATTERN]             resources of established definitions answer 404 for a while
        load-balancer=TIME|never[,address=IP]   a provider is there, and gives Services of type LoadBalancer an address after a while or never
        deny=VERBS:RESOURCE[.GROUP][/SUBRESOURCE][,namespace=PATTERN]
                                                requests are forbidden, such as deny=create|patch:deployments.apps
        seed=NUMBER                             shares are drawn in another order
        A PATTERN may hold * for anything and | between alternatives; a TIME is a number with ms, s or m.
        """;

    /// <summary>Checks that faults can be read.</summary>
    /// <param name="text">Faults, separated by semicolons or commas; may be empty.</param>
    /// <exception cref="FormatException">They cannot; the message says which and what is allowed.</exception>
    public static void Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        FaultText.Parse(text);
    }
}
