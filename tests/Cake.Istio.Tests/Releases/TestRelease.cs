using System.Text;
using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Releases;

/// <summary>Small releases of every shape: the files that matter, by their path in the archive.</summary>
internal static class TestRelease
{
    public const string Script = "#!/bin/sh\necho hello\n";

    public static Dictionary<string, byte[]> Of(string version, ReleaseEra era) =>
        Files(version, era).ToDictionary(file => $"istio-{version}/{file.Path}", file => Encoding.UTF8.GetBytes(file.Text));

    public static string Crd(string name) =>
        $"apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nmetadata:\n  name: {name}.example.istio.io\n";

    private static IEnumerable<(string Path, string Text)> Files(string version, ReleaseEra era)
    {
        const string init = "install/kubernetes/helm/istio-init/files/";
        yield return ("bin/istioctl", Script);
        yield return ("samples/sleep/sleep.yaml", "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: sleep}\n");
        yield return era <= ReleaseEra.B
            ? ("istio.VERSION", $"# DO NOT EDIT\nexport MIXER_TAG=\"0\"\nexport PILOT_HUB=\"docker.io/istio\"\nexport PILOT_TAG=\"{version}\"\nexport FORTIO_TAG=\"latest_release\"\n")
            : ("manifest.yaml", $"dependencies:\n  istio:\n    sha: 0\n    version: 9.9.9\ndocker: docker.io/istio\nversion: {version}\n");
        if (era <= ReleaseEra.C)
            yield return ("install/kubernetes/istio-demo.yaml", $"apiVersion: v1\nkind: Namespace\nmetadata: {{name: istio-system}}\n---\n{Crd("a")}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: permissive}}\n");
        if (era <= ReleaseEra.B)
            yield return ("install/kubernetes/istio-demo-auth.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: strict}\n");
        switch (era)
        {
            case ReleaseEra.A:
                yield return ("install/kubernetes/helm/istio/templates/crds.yaml", "# {{ if .Values.global.crds }}\n" + Crd("a") + "# {{ end }}\n");
                yield return ("install/kubernetes/helm/istio/charts/certmanager/templates/crds.yaml", Crd("b"));
                break;
            case ReleaseEra.B or ReleaseEra.C:
                yield return ($"{init}crd-10.yaml", Crd("a"));
                yield return ($"{init}crd-certmanager-10.yaml", Crd("b"));
                break;
            case ReleaseEra.D:
                yield return ("manifests/charts/base/crds/crd-all.gen.yaml", Crd("a"));
                yield return ("manifests/charts/base/crds/crd-operator.yaml", Crd("b"));
                yield return ("manifests/charts/base/files/gen-istio-cluster.yaml", Crd("c"));
                break;
            default:
                yield return ("manifests/charts/base/files/crd-all.gen.yaml", Crd("a"));
                yield return ("manifests/charts/base/files/profile-demo.yaml", "x: y\n");
                break;
        }
    }
}
