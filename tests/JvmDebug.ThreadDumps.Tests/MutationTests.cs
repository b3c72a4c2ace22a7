using System.Text;
using CsCheck;
using JvmDebug.ThreadDumps.Analysis;
using Xunit;

namespace JvmDebug.ThreadDumps.Tests;

/// <summary>Whatever becomes of a dump on its way, reading it neither fails nor hangs, and counts nothing that is not there.</summary>
public sealed class MutationTests
{
    private static readonly string[] Names = ["jdk8.txt", "jdk17.txt", "jdk17-log.txt", "jdk21.txt", "jdk25.txt", "jdk21.json", "jdk25.json", "jdk21-file.txt", "jdk25-file.txt"];

    private static readonly Gen<(string Name, (double At, double Length, int Kind, byte Value)[] Cuts)> Mutations =
        Gen.Select(Gen.Int[0, Names.Length - 1].Select(i => Names[i]), Gen.Select(Gen.Double.Unit, Gen.Double.Unit, Gen.Int[0, 4], Gen.Byte).Array[1, 12]);

    [Fact(Timeout = 120_000)]
    public Task Mutated_bytes() => Task.Run(() => Mutations.Sample(mutation => Check(Mutated(TestDump.Bytes(mutation.Name), mutation.Cuts)), iter: 400), TestContext.Current.CancellationToken);

    [Fact(Timeout = 120_000)]
    public Task Shuffled_lines() => Task.Run(() => Gen.Select(Gen.Int[0, Names.Length - 1].Select(i => Names[i]), Gen.Int).Sample((name, seed) =>
    {
        var lines = TestDump.Text(name).Split('\n');
        new Random(seed).Shuffle(lines);
        Check(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }, iter: 100), TestContext.Current.CancellationToken);

    [Fact(Timeout = 120_000)]
    public Task Noise() => Task.Run(() => Gen.Byte.Array[0, 5000].Sample(Check, iter: 500), TestContext.Current.CancellationToken);

    private static void Check(byte[] bytes)
    {
        var file = TestDump.Of(bytes);
        var analysis = DumpAnalysis.Of(file.Dumps);
        Assert.True(file.Dumps.Count > 0 || file.Problems.Count > 0);
        Assert.Equal(file.Dumps.Count > 0, analysis.Jvms.Count > 0);
        Assert.All(file.Dumps, dump => Assert.InRange(dump.Threads.Count, 0, bytes.Length / 4));
    }

    private static byte[] Mutated(byte[] original, (double At, double Length, int Kind, byte Value)[] cuts)
    {
        var bytes = original.ToList();
        foreach (var (at, length, kind, value) in cuts.Where(_ => bytes.Count > 1))
        {
            var start = (int)(at * (bytes.Count - 1));
            var count = Math.Min(bytes.Count - start, (int)(length * 400) + 1);
            switch (kind)
            {
                case 0:
                    bytes[start] = value;
                    break;
                case 1:
                    bytes.RemoveRange(start, count);
                    break;
                case 2:
                    bytes.InsertRange(start, bytes.GetRange(start, count));
                    break;
                case 3:
                    bytes.Insert(start, (byte)'\n');
                    break;
                default:
                    bytes.RemoveRange(start, bytes.Count - start);
                    break;
            }
        }

        return [.. bytes];
    }
}
