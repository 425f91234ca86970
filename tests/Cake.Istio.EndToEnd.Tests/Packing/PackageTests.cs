namespace Cake.Istio.EndToEnd.Tests.Packing;

/// <summary>The packages follow Cake's rules for addins (cakebuild.net, CakeContrib.Guidelines CCG0001 to CCG0010).</summary>
public sealed class PackageTests(PackedPackages packages)
{
    [Fact]
    public async Task The_addin_carries_what_it_depends_on_and_nothing_of_Cake()
    {
        var (files, metadata) = await packages.OpenAsync("Cake.Istio");

        Assert.Equal(
            ["Cake.Istio.dll", "Cake.Istio.xml", "Fractions.dll", "KubernetesClient.dll", "Polly.Core.dll", "YamlDotNet.dll"],
            files.Where(file => file.StartsWith("lib/net10.0/", StringComparison.Ordinal)).Select(file => file["lib/net10.0/".Length..]).Order(StringComparer.Ordinal));
        Assert.Empty(metadata.Descendants("dependency"));
    }

    [Fact]
    public async Task The_tasks_depend_on_the_real_packages_of_Cake()
    {
        var (files, metadata) = await packages.OpenAsync("Cake.Istio.Frosting");

        Assert.Equal(
            ["lib/net10.0/Cake.Istio.Frosting.dll", "lib/net10.0/Cake.Istio.Frosting.xml"],
            files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["Cake.Frosting 7.0.0", "Cake.Istio 0.1.0", "Cake.Kubectl 1.1.0"],
            metadata.Descendants("dependency").Select(dependency => $"{dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_sandbox_needs_neither_Cake_nor_the_addin()
    {
        var (_, metadata) = await packages.OpenAsync("Cake.Istio.Sandbox");

        Assert.DoesNotContain(metadata.Descendants("dependency"), dependency => dependency.Attribute("id")!.Value.StartsWith("Cake", StringComparison.Ordinal));
        Assert.Equal("Microsoft.AspNetCore.App", metadata.Descendants("frameworkReference").Single().Attribute("name")!.Value);
    }

    [Theory]
    [InlineData("Cake.Istio")]
    [InlineData("Cake.Istio.Frosting")]
    [InlineData("Cake.Istio.Sandbox")]
    public async Task Each_has_an_icon_inside_a_licence_a_description_and_documentation(string id)
    {
        var (files, metadata) = await packages.OpenAsync(id);

        Assert.Equal("icon.png", metadata.Element("icon")!.Value);
        Assert.Contains("icon.png", files);
        Assert.Null(metadata.Element("iconUrl"));
        Assert.Equal("MIT", metadata.Element("license")!.Value);
        Assert.NotEmpty(metadata.Element("description")!.Value);
        Assert.Contains($"lib/net10.0/{id}.xml", files);
    }

    [Fact]
    public async Task The_addins_tags_are_those_that_Cake_looks_for_without_a_comma()
    {
        var (_, metadata) = await packages.OpenAsync("Cake.Istio");
        var tags = metadata.Element("tags")!.Value;

        Assert.DoesNotContain(',', tags);
        Assert.All(["cake", "script", "build", "cake-build", "addin", "cake-addin", "istio"], tag => Assert.Contains(tag, tags.Split(' ')));
    }
}
