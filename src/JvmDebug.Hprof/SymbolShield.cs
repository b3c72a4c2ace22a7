namespace JvmDebug.Hprof;

/// <summary>
/// Lets through the symbols that name something and blanks the others. A JVM writes all symbols first and what they name
/// after them, so the beginning of the dump, up to the first object, is held here until it is known who is named: a few
/// megabytes, which grow with the number of classes and not with the heap.
/// </summary>
internal sealed class SymbolShield
{
    // Not NUL: that byte never occurs in modified UTF-8, and some readers take it for an end.
    private const byte Blank = (byte)'*';

    // A million symbols; what holds more is no longer a beginning.
    private const long MostHeld = 64 << 20;
    private const int BlockSize = 1 << 20;

    private readonly List<byte[]> _blocks = [];
    private readonly List<(ulong Id, long Offset, int Length)> _symbols = [];
    private readonly HashSet<ulong> _names = [];
    private readonly HashSet<ulong> _lateNames = [];
    private long _held;

    /// <summary>Whether the beginning is still held back.</summary>
    public bool Holds { get; private set; } = true;

    public bool IsFull => _held >= MostHeld;

    public long BlankedSymbols { get; private set; }

    public long LostNames => _lateNames.Count;

    /// <summary>The symbol whose characters are at <paramref name="offset"/> of the dump; blanked at once when it is too late to wait.</summary>
    public void Symbol(ulong id, long offset, Span<byte> characters)
    {
        if (Holds)
        {
            _symbols.Add((id, offset, characters.Length));
        }
        else if (!_names.Contains(id))
        {
            characters.Fill(Blank);
            BlankedSymbols++;
        }
    }

    /// <summary>The symbol is the name of something and stays.</summary>
    public void Name(ulong id)
    {
        if (Holds)
        {
            _names.Add(id);
        }
        else if (id != 0 && !_names.Contains(id))
        {
            _lateNames.Add(id);
        }
    }

    /// <summary>Keeps the next bytes of the beginning.</summary>
    public void Hold(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var inBlock = (int)(_held % BlockSize);
            if (inBlock == 0)
            {
                _blocks.Add(new byte[BlockSize]);
            }

            var count = Math.Min(data.Length, BlockSize - inBlock);
            data[..count].CopyTo(_blocks[^1].AsSpan(inBlock));
            data = data[count..];
            _held += count;
        }
    }

    /// <summary>From here on nothing waits any more.</summary>
    public void Decide() => Holds = false;

    /// <summary>Blanks the symbols that named nothing and writes the beginning.</summary>
    public void Release(Stream output)
    {
        Decide();
        foreach (var (id, offset, length) in _symbols)
        {
            if (!_names.Contains(id))
            {
                BlankHeld(offset, length);
                BlankedSymbols++;
            }
        }

        for (var i = 0; i < _blocks.Count; i++)
        {
            output.Write(_blocks[i], 0, (int)Math.Min(BlockSize, _held - ((long)i * BlockSize)));
        }

        _symbols.Clear();
        _symbols.TrimExcess();
        _blocks.Clear();
        _held = 0;
    }

    private void BlankHeld(long offset, int length)
    {
        while (length > 0)
        {
            var inBlock = (int)(offset % BlockSize);
            var count = Math.Min(length, BlockSize - inBlock);
            _blocks[(int)(offset / BlockSize)].AsSpan(inBlock, count).Fill(Blank);
            offset += count;
            length -= count;
        }
    }
}
