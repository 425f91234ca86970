using Cake.Core.Tooling;

namespace Cake.Kubectl;

/// <summary>Settings whose properties become options by their names.</summary>
public abstract class AutoToolSettings : ToolSettings;
