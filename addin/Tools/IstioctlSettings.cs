using Cake.Core.Tooling;

namespace Cake.Istio.Tools;

/// <summary>Settings of <c>istioctl manifest generate</c>.</summary>
/// <remarks><see cref="ToolSettings.ToolPath"/> names the program; without it Cake looks for <c>istioctl</c> among its tools and on the path.</remarks>
public sealed class IstioctlSettings : ToolSettings
{
    /// <summary>Values, such as <c>profile=demo</c>; a later one wins. Default: none.</summary>
    public IReadOnlyList<string> Set { get; set; } = [];
}
