using System.Text.Json;
using Xunit;

namespace JvmDebug.EndToEnd.Support;

/// <summary>What <c>jvmdebug doctor -o json</c> answered.</summary>
internal sealed class Examined(Run run)
{
    private readonly JsonElement _root = JsonDocument.Parse(run.Stdout).RootElement;

    /// <summary>One line is so, its cause has these words, and what cures it those.</summary>
    public Examined Says(string check, string outcome, string cause, params string[] fix)
    {
        var found = Findings(check).FirstOrDefault(finding => Text(finding, "outcome") == outcome && Text(finding, "message").Contains(cause, StringComparison.Ordinal));
        Assert.True(found.ValueKind == JsonValueKind.Object, $"No line '{check}: {outcome}' with the cause '{cause}': {run}");
        Assert.All(fix, word => Assert.Contains(word, Text(found, "fix"), StringComparison.Ordinal));
        return this;
    }

    /// <summary>The command or manifest that cures it, to be tried.</summary>
    public string Fix(string check) => Text(Findings(check).First(finding => Text(finding, "outcome") != "ok"), "fix");

    public Examined Exits(int code)
    {
        Assert.True(run.ExitCode == code, $"Expected exit code {code}: {run}");
        return this;
    }

    private static string Text(JsonElement finding, string field) => finding.GetProperty(field).GetString() ?? "";

    private IEnumerable<JsonElement> Findings(string check) => _root.GetProperty("findings").EnumerateArray().Where(finding => Text(finding, "check") == check);
}
