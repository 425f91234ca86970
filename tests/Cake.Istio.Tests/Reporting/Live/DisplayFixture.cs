using Cake.Core.Diagnostics;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Readiness;
using Cake.Istio.Reporting.Live;
using Microsoft.Extensions.Time.Testing;

namespace Cake.Istio.Tests.Reporting.Live;

/// <summary>A display on a clock of its own; its log writes to the same screen, as Cake's does.</summary>
internal sealed class DisplayFixture : IDisposable
{
    private readonly TaskCompletionSource<bool> _step = new();

    public DisplayFixture(int? columns)
    {
        Screen = new(columns ?? 200);
        Deadline = new(TimeSpan.FromMinutes(10), Time, TestContext.Current.CancellationToken);
        Display = new(new ScreenLog(Screen), columns is null ? null : new LiveRegion(Screen, Size, hasColours: true), Size, Deadline);
        Step = Display.ShowAsync(() => _step.Task);

        (int Width, int Height) Size() => (Screen.Columns, 24);
    }

    public Screen Screen { get; }

    public FakeTimeProvider Time { get; } = new();

    public RunDeadline Deadline { get; }

    public InstallDisplay Display { get; }

    public Task<bool> Step { get; }

    public static ObjectRef Deployment(string name) => new("apps/v1", "Deployment", "istio-system", name);

    /// <summary>Half of a mesh is written, and an object is waited for.</summary>
    public void WriteHalf()
    {
        Display.Report(new ApplyEvent.Started(new Dictionary<Stage, int>
        {
            [Stage.Namespaces] = 1, [Stage.CustomResourceDefinitions] = 2, [Stage.Configuration] = 20, [Stage.Workloads] = 12, [Stage.CustomResources] = 4, [Stage.Webhooks] = 1,
        }));
        Done(Stage.Namespaces, new("v1", "Namespace", null, "istio-system"));
        Done(Stage.CustomResourceDefinitions, new("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, "a.x.io"));
        Done(Stage.CustomResourceDefinitions, new("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, "b.x.io"));
        Done(Stage.Workloads, Deployment("istiod"));
    }

    public void Done(Stage stage, ObjectRef subject) => Display.Report(new ApplyEvent.ObjectDone(new(subject, ChangeAction.Created) { Stage = stage }, IsFirst: true));

    public void Changed(string name, ReadinessStatus status, string message) => Display.Report(new ReadinessChanged(Deployment(name), null, new(status, message)));

    public async Task EndAsync()
    {
        _step.SetResult(true);
        await Step;
    }

    public void Dispose() => Deadline.Dispose();

    private sealed class ScreenLog(Screen screen) : ICakeLog
    {
        public Verbosity Verbosity { get; set; } = Verbosity.Normal;

        public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args) =>
            screen.Write(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args) + "\n");
    }
}
