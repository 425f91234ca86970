namespace Cake.Frosting;

/// <summary>The host cannot run as it was asked to.</summary>
/// <param name="message">What is wrong.</param>
public sealed class FrostingException(string message) : Exception(message);
