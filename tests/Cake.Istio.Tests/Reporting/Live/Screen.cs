using System.Text;

namespace Cake.Istio.Tests.Reporting.Live;

/// <summary>As much of a terminal as the display uses: a cursor that goes up, to the start of a line, and erases what is below.</summary>
internal sealed class Screen(int width) : StringWriter
{
    private readonly List<StringBuilder> _rows = [new()];
    private int _row;

    public int Columns { get; private set; } = width;

    /// <summary>What a person sees.</summary>
    public string Text => string.Join('\n', _rows.Select(row => row.ToString().TrimEnd())).TrimEnd('\n');

    /// <summary>Makes it narrower: what no longer fits is wrapped.</summary>
    public void Narrow(int width)
    {
        Columns = width;
        var rows = _rows.SkipLast(1).SelectMany(row => row.ToString().Chunk(width).Select(part => new StringBuilder(new string(part)))).ToList();
        _rows.Clear();
        _rows.AddRange([.. rows, new()]);
        _row = rows.Count;
    }

    public override void Write(string? value)
    {
        for (var i = 0; i < value!.Length; i++)
        {
            if (value[i] == '\e')
                i = Control(value, i + 2);
            else if (value[i] == '\n')
                NextRow();
            else if (value[i] != '\r')
                Put(value[i]);
        }
    }

    private int Control(string value, int start)
    {
        var end = start;
        while (!char.IsAsciiLetter(value[end]))
            end++;
        switch (value[end])
        {
            case 'A':
                _row -= int.Parse(value[start..end], System.Globalization.CultureInfo.InvariantCulture);
                Assert.InRange(_row, 0, _rows.Count);
                break;
            case 'J':
                _rows.RemoveRange(_row, _rows.Count - _row);
                _rows.Add(new());
                break;
            default:
                Assert.Equal('m', value[end]);
                break;
        }

        return end;
    }

    private void Put(char letter)
    {
        if (_rows[_row].Length == Columns)
            NextRow();
        _rows[_row].Append(letter);
    }

    private void NextRow()
    {
        _row++;
        if (_row == _rows.Count)
            _rows.Add(new());
    }
}
