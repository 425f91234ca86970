namespace Cake.Istio.Preflight.Permissions;

/// <summary>What an install does beside writing.</summary>
/// <param name="Waits">Whether it waits until what it applied is ready.</param>
/// <param name="Lists">Whether listing what is there is in question too, because the plan could not be made.</param>
/// <param name="Gets">Whether it reads each object before it writes it, as kubectl does.</param>
internal readonly record struct PermissionExtent(bool Waits, bool Lists, bool Gets);
