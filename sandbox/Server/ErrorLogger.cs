using Microsoft.Extensions.Logging;

namespace Cake.Istio.Sandbox.Server;

/// <summary>Tells errors on standard error, and nothing else.</summary>
internal sealed class ErrorLogger : ILogger
{
    /// <summary>The one there is.</summary>
    public static ErrorLogger Instance { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            Console.Error.WriteLine($"sandbox: {formatter(state, exception)}: {exception}");
    }
}
