using System.Globalization;
using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Capacity;

/// <summary>How much of a node something takes or leaves.</summary>
/// <param name="Cpu">Cores.</param>
/// <param name="Memory">Bytes.</param>
internal readonly record struct Amount(decimal Cpu, decimal Memory)
{
    private const decimal Mebi = 1024 * 1024;

    /// <summary>Reads a map of resources, such as <c>status.allocatable</c>.</summary>
    public static Amount Of(JsonNode? resources) => new(Quantity.ToNumber(resources.At("cpu")), Quantity.ToNumber(resources.At("memory")));

    /// <summary>Both together.</summary>
    public static Amount operator +(Amount left, Amount right) => new(left.Cpu + right.Cpu, left.Memory + right.Memory);

    /// <summary>What is left, below zero where it is too much.</summary>
    public static Amount operator -(Amount left, Amount right) => new(left.Cpu - right.Cpu, left.Memory - right.Memory);

    /// <summary>Several of it.</summary>
    public static Amount operator *(Amount one, int count) => new(one.Cpu * count, one.Memory * count);

    /// <summary>The larger of each.</summary>
    public static Amount Max(Amount left, Amount right) => new(Math.Max(left.Cpu, right.Cpu), Math.Max(left.Memory, right.Memory));

    /// <summary>Nothing, where it is below zero.</summary>
    public Amount AtLeastZero() => Max(this, default);

    /// <summary>Whether there is room for it.</summary>
    public bool FitsIn(Amount room) => Cpu <= room.Cpu && Memory <= room.Memory;

    /// <summary>Gives <c>2.5 CPU and 4.2Gi</c>.</summary>
    public override string ToString() => $"{Cpu.ToString("0.##", CultureInfo.InvariantCulture)} CPU and {MemoryText}";

    private string MemoryText => Math.Abs(Memory) >= 1024 * Mebi
        ? $"{(Memory / (1024 * Mebi)).ToString("0.#", CultureInfo.InvariantCulture)}Gi"
        : $"{(Memory / Mebi).ToString("0", CultureInfo.InvariantCulture)}Mi";
}
