namespace JvmDebug.ThreadDumps.Parsing;

/// <summary>
/// What HotSpot itself says about deadlocks, behind the threads; its quoted names are no threads of the dump.
/// </summary>
/// <remarks>
/// <code>
/// Found one Java-level deadlock:
/// =============================
/// "NAME":
///   waiting to lock monitor 0x... (object 0x..., a cls),
///   which is held by "OTHER"
/// ...
/// Java stack information for the threads listed above:
/// ===================================================
/// "NAME":
/// TAB at ...
///
/// Found 1 deadlock.
/// </code>
/// </remarks>
internal sealed partial class TextParser
{
    private void BeginDeadlock(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("Java-level deadlock"u8) > 0)
        {
            _dump!.Deadlocks.Add([]);
            // The threads are all there, whether or not the line with the JNI references came before.
            _dump.SawEnd = true;
            _section = Section.Deadlock;
        }
        else
        {
            _section = Section.Behind;
        }
    }

    private void InDeadlock(ReadOnlySpan<byte> line)
    {
        if (line is [(byte)'"', .. var name, (byte)'"', (byte)':'])
        {
            _dump!.Deadlocks[^1].Add(pool.Text(name));
        }
        else if (line.StartsWith("Java stack information"u8))
        {
            _section = Section.DeadlockStacks;
        }
        else
        {
            BehindDeadlock(line);
        }
    }

    private void BehindDeadlock(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("Found "u8) && line.IndexOf("deadlock"u8) > 0)
        {
            BeginDeadlock(line);
        }
    }
}
