using System.Formats.Tar;
using System.Text;
using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Releases;

/// <summary>Makes archives that are broken, malicious or, now and then, sound; the same one for the same seed.</summary>
internal sealed class HostileArchive(int seed)
{
    private static readonly byte[] SoundTar = Pack.Tar([.. TestRelease.Of("1.2.2", ReleaseEra.B).Select(file => Pack.FileEntry(file.Key, file.Value))]);
    private static readonly byte[] SoundTarGz = Pack.GZip(SoundTar);
    private static readonly byte[] SoundZip = Pack.Zip(TestRelease.Of("1.2.2", ReleaseEra.B));

    private static readonly string[] Fragments =
    [
        "..", "..", ".", "", "a", "b", "A", "istio-1.2.2", "bin", "istioctl", "outside", "/", "/etc/passwd", "C:", "\\", "..\\..", "con", "nul.txt", "x ", "x.", "~",
        "\u202e", "é", "e\u0301", "%2e%2e", "\u0001", "*", ":stream", "manifest.yaml", "istio.VERSION", new string('n', 250), "d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d",
    ];

    private static readonly TarEntryType[] Types =
    [
        TarEntryType.RegularFile, TarEntryType.RegularFile, TarEntryType.Directory, TarEntryType.SymbolicLink, TarEntryType.SymbolicLink,
        TarEntryType.HardLink, TarEntryType.CharacterDevice, TarEntryType.BlockDevice, TarEntryType.Fifo,
    ];

    private static readonly int[] Modes = [0, 0, 0x8000, 0x4000, 0xA000, 0xA000, 0x2000, 0x6000, 0xC000];

    private readonly Random _random = new(seed);

    public byte[] Make() => _random.Next(8) switch
    {
        0 => Changed(SoundTarGz),
        1 => Changed(SoundZip),
        2 => Pack.GZip(Changed(SoundTar)),
        3 => Pack.GZip(WithTrueChecksums(Changed(SoundTar))),
        4 => Pack.TarGz([.. Enumerable.Range(0, _random.Next(1, 8)).Select<int, TarEntry>(_ => Entry())]),
        5 => Pack.Zip([.. Enumerable.Range(0, _random.Next(1, 8)).Select(_ => (Name(), Encoding.UTF8.GetBytes(Name()), Pick(Modes) | _random.Next(0x1FF)))]),
        6 => Noise(Pick([[0x1F, 0x8B, 8], "PK\u0003\u0004"u8.ToArray(), "PK\u0005\u0006"u8.ToArray(), []])),
        _ => Pack.GZip(WithTrueChecksums(Noise([.. SoundTar.Take(_random.Next(SoundTar.Length))]))),
    };

    private PaxTarEntry Entry()
    {
        var entry = new PaxTarEntry(Pick(Types), Name());
        if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            entry.LinkName = Name();
        else if (entry.EntryType == TarEntryType.RegularFile)
            entry.DataStream = new MemoryStream(new byte[_random.Next(3) == 0 ? 400_000 : 10]);
        return entry;
    }

    private string Name()
    {
        var name = string.Join('/', Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Pick(Fragments)));
        return name.Length == 0 ? "x" : name;
    }

    private byte[] Changed(byte[] sound)
    {
        var bytes = sound.ToList();
        for (var changes = _random.Next(1, 6); changes > 0; changes--)
        {
            var at = _random.Next(bytes.Count);
            switch (_random.Next(5))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(_random.Next(1, 600), bytes.Count - at - 1));
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(0, Math.Min(_random.Next(1, 600), bytes.Count)));
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at - 1);
                    break;
                default:
                    bytes[at] = (byte)_random.Next(256);
                    break;
            }
        }
        return [.. bytes];
    }

    // A header with a wrong checksum is refused before its fields are looked at, which would test little.
    private byte[] WithTrueChecksums(byte[] tar)
    {
        for (var header = 0; header + 512 <= tar.Length; header += 512)
        {
            if (!tar.AsSpan(header + 257, 5).SequenceEqual("ustar"u8))
                continue;
            if (_random.Next(3) == 0)
                tar[header + _random.Next(100, 345)] = (byte)Pick("01234567x5gLKAVS \0ÿ");
            tar.AsSpan(header + 148, 8).Fill((byte)' ');
            var sum = tar.AsSpan(header, 512).ToArray().Sum(b => b);
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, header + 148);
        }
        return tar;
    }

    private byte[] Noise(byte[] start)
    {
        var noise = new byte[_random.Next(2000)];
        _random.NextBytes(noise);
        return [.. start, .. noise];
    }

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    private char Pick(string choices) => choices[_random.Next(choices.Length)];
}
