using System.Text;
using System.Text.RegularExpressions;

namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>Threads whose names differ only in numbers.</summary>
/// <param name="Pattern">Their name with <c>#</c> for what differs: <c>http-nio-8080-exec-#</c>.</param>
/// <param name="Top">Telling frame of most that are not idle; null if all are.</param>
public sealed partial record Pool(string Pattern, int Size, int Idle, int Running, int Io, int Blocked, int Waiting, int Unknown, string? Top, int AtTop)
{
    // Two or three threads of one name are rather a fixed crew than a pool.
    private const int SmallestExhausted = 4;

    public int Busy => Size - Idle;

    // Both are among those that wait, and nothing holds them up.
    private int Resting { get; init; }

    private int Consuming { get; init; }

    /// <summary>Nobody is left to take the next task, and most are at the same place.</summary>
    public bool IsExhausted => Size >= SmallestExhausted && Idle + Resting == 0 && Consuming * 2 < Size && Running + Unknown < Size && AtTop * 2 >= Size;

    /// <summary>Pools of two threads and more, largest first.</summary>
    internal static IReadOnlyList<Pool> Of(IEnumerable<DumpedThread> threads) =>
    [
        .. threads
            .Where(thread => !thread.IsOfVm && !thread.IsVirtual && thread.Name.Length > 0)
            .GroupBy(thread => Numbers().Replace(thread.Name, "#"), StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => Make([.. group]))
            .OrderByDescending(pool => pool.Size)
            .ThenBy(pool => pool.Pattern, StringComparer.Ordinal),
    ];

    private static Pool Make(List<DumpedThread> members)
    {
        var count = new int[Enum.GetValues<Activity>().Length];
        var (resting, consuming) = (0, 0);
        var tops = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            var activity = Activities.Of(member);
            count[(int)activity]++;
            resting += activity == Activity.Waiting && member.Stack.Role == StackRole.Rests ? 1 : 0;
            consuming += activity == Activity.Waiting && member.Stack.Role == StackRole.Consumes ? 1 : 0;
            if (activity != Activity.Idle && member.Stack.Telling is { } frame)
            {
                tops[frame] = tops.GetValueOrDefault(frame) + 1;
            }
        }

        var top = tops.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).FirstOrDefault();
        return new Pool(
            PatternOf(members), members.Count, count[(int)Activity.Idle], count[(int)Activity.Running], count[(int)Activity.Io],
            count[(int)Activity.Blocked], count[(int)Activity.Waiting], count[(int)Activity.Unknown], top.Key, top.Value)
        {
            Resting = resting,
            Consuming = consuming,
        };
    }

    // A number that all have in common (a port) belongs to the pool's name.
    private static string PatternOf(List<DumpedThread> members)
    {
        var first = Numbers().Matches(members[0].Name);
        var same = first.Select(_ => true).ToArray();
        foreach (var member in members)
        {
            var numbers = Numbers().Matches(member.Name);
            for (var i = 0; i < same.Length; i++)
            {
                same[i] &= i < numbers.Count && numbers[i].Value == first[i].Value;
            }
        }

        var (pattern, at) = (new StringBuilder(), 0);
        for (var i = 0; i < first.Count; i++)
        {
            pattern.Append(members[0].Name, at, first[i].Index - at).Append(same[i] ? first[i].Value : "#");
            at = first[i].Index + first[i].Length;
        }

        return pattern.Append(members[0].Name, at, members[0].Name.Length - at).ToString();
    }

    [GeneratedRegex(@"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|0x[0-9a-fA-F]+|\b(?=[a-f]*\d)[0-9a-f]{8,}\b|\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
