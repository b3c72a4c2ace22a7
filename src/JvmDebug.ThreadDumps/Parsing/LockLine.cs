using System.Buffers.Text;

namespace JvmDebug.ThreadDumps.Parsing;

/// <summary>
/// A line about a lock, behind its dash. The object is an address and a class in HotSpot's dumps, <c>Class@hash</c> in
/// dumps to a file (JDK 25 and later).
/// </summary>
/// <remarks>
/// <code>
/// locked &lt;OBJECT> (a CLASS)                        waiting to lock &lt;OBJECT> (a CLASS)
/// waiting on &lt;OBJECT> (a CLASS)                    waiting to re-lock in wait() &lt;OBJECT> (a CLASS)
/// waiting on &lt;no object reference available>       parking to wait for  &lt;OBJECT> (a CLASS)[, owner #ID]
/// waiting on the Class initialization monitor for CLASS
/// &lt;OBJECT> (a CLASS)                               an owned synchronizer; None if there is none
/// eliminated &lt;owner is scalar replaced> (a CLASS)  lock is eliminated
/// </code>
/// </remarks>
internal static class LockLine
{
    public static bool TryParse(ReadOnlySpan<byte> text, int depth, InternPool pool, out ThreadLock parsed)
    {
        parsed = default;
        LockUse? use =
            text.StartsWith("locked <"u8) ? LockUse.Holds
            : text.StartsWith("<"u8) ? LockUse.HoldsSynchronizer
            : text.StartsWith("parking to wait for"u8) ? LockUse.ParksFor
            : text.StartsWith("waiting to lock"u8) ? LockUse.BlockedOn
            : text.StartsWith("waiting to re-lock"u8) ? LockUse.Reenters
            : text.StartsWith("waiting on the Class initialization monitor for "u8) ? LockUse.WaitsForClass
            : text.StartsWith("waiting on"u8) ? LockUse.WaitsForNotify
            : null;
        if (use is null)
        {
            return false;
        }

        if (use == LockUse.WaitsForClass)
        {
            var name = pool.Text(text["waiting on the Class initialization monitor for ".Length..]);
            parsed = new ThreadLock(use.Value, null, name, depth);
            return true;
        }

        var (open, close) = (text.IndexOf((byte)'<'), text.LastIndexOf((byte)'>'));
        if (open < 0 || close < open + 2)
        {
            return false;
        }

        var identity = text[(open + 1)..close];
        var rest = text[(close + 1)..];
        if (identity.StartsWith("no object"u8) || identity.StartsWith("owner is"u8))
        {
            parsed = new ThreadLock(use.Value, null, "", depth);
            return use == LockUse.WaitsForNotify;
        }

        parsed = new ThreadLock(use.Value, pool.Text(identity), pool.Text(ClassOf(identity, rest)), depth, OwnerOf(rest));
        return true;
    }

    private static ReadOnlySpan<byte> ClassOf(ReadOnlySpan<byte> identity, ReadOnlySpan<byte> rest)
    {
        var start = rest.IndexOf("(a "u8);
        if (start >= 0)
        {
            var end = rest.LastIndexOf((byte)')');
            return end > start + 3 ? rest[(start + 3)..end] : rest[(start + 3)..];
        }

        var at = identity.LastIndexOf((byte)'@');
        return at > 0 ? identity[..at] : default;
    }

    private static long? OwnerOf(ReadOnlySpan<byte> rest)
    {
        var at = rest.IndexOf("owner #"u8);
        return at >= 0 && Utf8Parser.TryParse(rest[(at + "owner #".Length)..], out long owner, out _) ? owner : null;
    }
}
