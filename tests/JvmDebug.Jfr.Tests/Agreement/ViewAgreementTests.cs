using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace JvmDebug.Jfr.Tests.Agreement;

/// <summary>
/// Every view has the rows and the numbers of the JDK's own <c>jfr view</c>: by the stored hashes, and where JDK 25 is installed
/// cell by cell. Rows that a view does not tell apart come in any order: the JDK takes them from a hash table.
/// </summary>
public class ViewAgreementTests
{
    public static TheoryData<string> Recordings => AgreementTests.Recordings;

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Every_view_has_the_rows_that_the_JDK_shows(string name)
    {
        using var recording = TestRecording.Of(name);
        var stored = TestRecording.Digest(name + ".views");

        // Views that the JDK refuses for this recording are not among the stored ones.
        var ours = stored.Select(line => Digest(ViewDefinition.Named(line.Split(' ')[0]), name => Ours(recording.Path, name)));

        Assert.Equal(stored, ours);
        Assert.True(stored.Count > 50, $"only {stored.Count} views are compared");
    }

    [Fact]
    public void No_view_is_without_rows_in_every_recording()
    {
        var seen = Recordings.SelectMany(recording => TestRecording.Digest(recording.Data + ".views")).Select(line => line.Split(' ')).Where(parts => parts[1] != "0").Select(parts => parts[0]).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], ViewDefinition.All.Select(view => view.Name).Where(view => !seen.Contains(view)));
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Recordings))]
    public async Task Every_cell_of_every_view_is_what_the_JDK_installed_here_shows(string name)
    {
        using var recording = TestRecording.Of(name);
        var tool = JdkTool.Installed.LastOrDefault(tool => tool.Version >= 25);
        Assert.SkipWhen(tool is null, "Only a JDK 25 or later has all views.");
        var theirs = await JdkViews.AskAsync(tool!, recording.Path, TestContext.Current.CancellationToken);

        var compared = ViewDefinition.All.Where(view => theirs.Rows(view) is not null).ToList();
        var differences = compared.SelectMany(view => Differences(view, theirs.Rows(view)!, Ours(recording.Path, view))).ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        TestRecording.UpdateDigest(name + ".views", compared.Select(view => Digest(view, _ => theirs.Rows(view)!)));
    }

    private static IEnumerable<string> Differences(ViewDefinition view, List<string[]> theirs, List<string[]> ours)
    {
        var (expected, actual) = (Comparable(view, theirs), Comparable(view, ours));
        return expected.Except(actual).Select(row => $"{view.Name}: the JDK has  {row}")
            .Concat(actual.Except(expected).Select(row => $"{view.Name}: we have      {row}"))
            .Concat(expected.Count != actual.Count ? [$"{view.Name}: {expected.Count} rows in the JDK, {actual.Count} here"] : []);
    }

    private static string Digest(ViewDefinition view, Func<ViewDefinition, List<string[]>> rows)
    {
        var lines = Comparable(view, rows(view));
        return $"{view.Name} {lines.Count} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..16]}";
    }

    /// <summary>
    /// The rows sorted, each with its rank by what the view orders by; of a view that is cut after some rows, the last of these
    /// rank equally and are which they happen to be, so they count by their number.
    /// </summary>
    private static List<string> Comparable(ViewDefinition view, List<string[]> rows)
    {
        var query = ViewQueryParser.Parse(view.Query);
        var ordering = Ordering(query);
        var lines = new List<string>();
        var (rank, last) = (-1, default(string));
        foreach (var row in rows.Select(row => row.Select(OneLine).ToArray()))
        {
            var key = ordering.Count == 0 ? "" : string.Join(" | ", ordering.Select(column => row[column]));
            rank += key == last ? 0 : 1;
            last = key;
            lines.Add($"{rank}: {string.Join(" | ", row)}");
        }

        if (query.Limit == rows.Count)
        {
            lines = [.. lines.Select(line => line.StartsWith($"{rank}: ", StringComparison.Ordinal) ? $"{rank}: {last}" : line)];
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static List<int> Ordering(ViewQuery query)
    {
        var columns = query.Columns.ToList();
        var named = query.OrderBy.Select(order => columns.FindIndex(column => column.Alias == order.Path.Field || column.Path == order.Path)).Where(column => column >= 0).ToList();
        return named.Count > 0 || query.GroupBy.Count == 0 ? named : [.. Enumerable.Range(0, columns.Count).Where(i => columns[i].Function is not null)];
    }

    private static List<string[]> Ours(string path, ViewDefinition view)
    {
        var table = Assert.Single(ViewReader.Read([path], view, cancellationToken: TestContext.Current.CancellationToken).Tables);
        return [.. Enumerable.Range(0, table.Rows.Count).Select(row => Enumerable.Range(0, table.Columns.Count).Select(column => table.Text(row, column)).ToArray())];
    }

    // Names with a character beyond U+FFFF are four replacement characters in the JDK, see Canonical.
    private static string OneLine(string text) =>
        string.Join(' ', Canonical.AsDecodedByTheJdk(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
