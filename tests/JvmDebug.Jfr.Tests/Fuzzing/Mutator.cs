using System.Buffers.Binary;

namespace JvmDebug.Jfr.Tests.Fuzzing;

/// <summary>Damages a recording, the same way for the same seed.</summary>
internal sealed class Mutator(Random random)
{
    private static readonly long[] Hostile = [0, 1, -1, 67, 68, 69, int.MaxValue, uint.MaxValue, long.MaxValue, long.MinValue, 1L << 40];

    public byte[] Mutate(byte[] seed, byte[] other)
    {
        var bytes = seed;
        for (var rounds = random.Next(1, 4); rounds > 0; rounds--)
        {
            bytes = random.Next(8) switch
            {
                0 => Cut(bytes),
                1 => Splice(bytes, other),
                2 => HostileHeader(bytes),
                3 => HostileVarint(bytes),
                4 => Repeat(bytes),
                5 => [.. bytes, .. random.Next(2) == 0 ? other : bytes],
                _ => Flip(bytes),
            };
        }

        return bytes;
    }

    private byte[] Flip(byte[] bytes)
    {
        var flipped = (byte[])bytes.Clone();
        for (var flips = random.Next(1, 30); flips > 0 && flipped.Length > 0; flips--)
        {
            flipped[Anywhere(flipped)] = (byte)random.Next(256);
        }

        return flipped;
    }

    private byte[] Cut(byte[] bytes) => bytes[..random.Next(bytes.Length + 1)];

    private byte[] Splice(byte[] bytes, byte[] other)
    {
        var (at, from) = (random.Next(bytes.Length + 1), random.Next(other.Length + 1));
        var length = Math.Min(random.Next(1, 2_000), other.Length - from);
        return [.. bytes[..at], .. other[from..(from + length)], .. bytes[Math.Min(bytes.Length, at + (random.Next(2) == 0 ? length : 0))..]];
    }

    private byte[] HostileHeader(byte[] bytes)
    {
        var damaged = (byte[])bytes.Clone();
        if (damaged.Length >= 68)
        {
            var value = random.Next(2) == 0 ? Hostile[random.Next(Hostile.Length)] : random.NextInt64(bytes.Length * 2L);
            BinaryPrimitives.WriteInt64BigEndian(damaged.AsSpan(8 * random.Next(1, 8)), value);
            if (random.Next(3) == 0)
            {
                damaged[64] = (byte)random.Next(256);
            }
        }

        return damaged;
    }

    /// <summary>Over the integer that stands there: a size, a count, an id, a key, a delta.</summary>
    private byte[] HostileVarint(byte[] bytes)
    {
        if (bytes.Length < 80)
        {
            return bytes;
        }

        var at = Anywhere(bytes);
        var value = new Synthetic.Bytes().Long(random.Next(2) == 0 ? Hostile[random.Next(Hostile.Length)] : random.Next(-5_000, 5_000)).ToArray();
        return [.. bytes[..at], .. value, .. bytes[Math.Min(bytes.Length, at + (random.Next(2) == 0 ? value.Length : 1))..]];
    }

    private byte[] Repeat(byte[] bytes)
    {
        var from = random.Next(bytes.Length + 1);
        var length = Math.Min(random.Next(1, 500), bytes.Length - from);
        return [.. bytes[..(from + length)], .. bytes[from..]];
    }

    /// <summary>Half of the time near the end, where metadata and pools are.</summary>
    private int Anywhere(byte[] bytes) => random.Next(2) == 0 ? random.Next(bytes.Length) : Math.Max(0, bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 4_000)));
}
