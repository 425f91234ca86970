namespace Cake.Istio.Sandbox.Tests;

/// <summary>Scores that are to be read off CI: printed, and kept in artifacts/sandbox, because dotnet test shows no output of tests that pass.</summary>
internal static class ScoreSheet
{
    /// <summary>Prints a score and keeps it under a name.</summary>
    public static void Print(string name, string text)
    {
        Console.WriteLine(text);
        if (Root() is not { } root)
            return;
        var folder = Directory.CreateDirectory(Path.Combine(root, "artifacts", "sandbox")).FullName;
        File.WriteAllText(Path.Combine(folder, name + ".txt"), text + Environment.NewLine);
    }

    private static string? Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Cake.Istio.slnx")))
                return folder.FullName;
        return null;
    }
}
