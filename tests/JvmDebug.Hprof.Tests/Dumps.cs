using System.Text;

namespace JvmDebug.Hprof.Tests;

/// <summary>Dumps with one of everything, and the secrets that are planted in them.</summary>
internal static class Dumps
{
    public const string Secret = "hunter2-hunter2!";

    /// <summary>Every secret of <see cref="Whole"/> is these 16 bytes, or starts with them.</summary>
    public static readonly byte[] SecretBytes = Encoding.ASCII.GetBytes(Secret);

    private const byte Object = 2;
    private const byte Bool = 4;
    private const byte Char = 5;
    private const byte Byte = 8;
    private const byte Int = 10;
    private const byte Long = 11;

    /// <summary>Names and classes first, then objects, as HotSpot does. <paramref name="version"/> 1 has one HEAP DUMP, 2 has segments.</summary>
    public static byte[] Whole(int idSize = 8, int version = 2)
    {
        var dump = new DumpBuilder(idSize, "JAVA PROFILE 1.0." + version);
        string[] names = ["", "java/lang/Object", "java/lang/String", "value", "hash", "coder", "shop/Account", "owner", "card", "LIMIT", "run", "()V", "Account.java", Secret, "unusedMethod"];
        for (var i = 1; i < names.Length; i++)
        {
            dump.Symbol((ulong)i, names[i]);
        }

        dump.LoadClass(101, 1).LoadClass(102, 2).LoadClass(103, 6).Frame(10, 11, 12)
            .Record(0x05, body => body.Write(new byte[12]))
            .Class(101, 0, [], [])
            .Class(102, 101, [], [(3, Object), (4, Int), (5, Byte)])
            .Class(103, 101, [(9, Long, SecretBytes[..8])], [(7, Object), (8, Long)])
            .Class(104, 103, [], [(5, Bool)])
            .Root(101);
        Objects(dump, version);
        return dump.ToArray();
    }

    /// <summary>An object first and its class after it, as HotSpot never does.</summary>
    public static byte[] WithLateClass() => new DumpBuilder().Symbol(1, "Late").Symbol(2, "pin")
        .Instance(500, 100, SecretBytes).Segment()
        .LoadClass(100, 1).Class(100, 0, [], [(2, Long), (2, Long)]).Segment().End().ToArray();

    private static void Objects(DumpBuilder dump, int version)
    {
        var reference = dump.IdBytes(301);
        dump.Instance(201, 102, [.. reference, 0x68, 0x61, 0x73, 0x68, 1])
            .PrimitiveArray(301, Byte, 16, SecretBytes)
            .Instance(202, 103, [.. dump.IdBytes(201), .. SecretBytes[..8]])
            .Instance(203, 104, [1, .. dump.IdBytes(201), .. SecretBytes[..8]]);
        if (version == 2)
        {
            dump.Segment();
        }

        dump.PrimitiveArray(302, Char, 8, SecretBytes)
            .PrimitiveArray(303, Long, 2, SecretBytes)
            .PrimitiveArray(304, Int, 4, SecretBytes)
            .PrimitiveArray(305, 9, 8, SecretBytes)
            .PrimitiveArray(306, 6, 4, SecretBytes)
            .PrimitiveArray(307, 7, 2, SecretBytes)
            .PrimitiveArray(308, Bool, 16, SecretBytes)
            .PrimitiveArray(309, Byte, 0, [])
            .ObjectArray(401, 105, 201, 202, 0, 203)
            .ObjectArray(402, 105)
            .Segment(version == 2 ? (byte)0x1C : (byte)0x0C);
        if (version == 2)
        {
            dump.End();
        }
    }

    /// <summary>Feeds the dump in pieces that end at <paramref name="cuts"/> and returns what came out.</summary>
    public static (byte[] Output, HprofSummary Summary) Filter(byte[] dump, HprofRedaction redaction, params int[] cuts)
    {
        using var output = new MemoryStream();
        var filter = new HprofFilter(redaction, output);
        var from = 0;
        foreach (var cut in cuts.Where(cut => cut >= 0 && cut < dump.Length).Order().Append(dump.Length))
        {
            filter.Write(dump.AsSpan(from, cut - from));
            from = cut;
        }

        var summary = filter.Complete();
        return (output.ToArray(), summary);
    }

    public static bool Contains(byte[] dump, ReadOnlySpan<byte> what) => dump.AsSpan().IndexOf(what) >= 0;
}
