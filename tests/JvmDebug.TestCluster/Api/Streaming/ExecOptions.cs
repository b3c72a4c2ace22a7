namespace JvmDebug.TestCluster.Api.Streaming;

/// <summary>The query of an exec request (PodExecOptions).</summary>
internal sealed record ExecOptions(string? Container, IReadOnlyList<string> Command, bool Stdin, bool Stdout, bool Stderr, bool Tty)
{
    public static ExecOptions Parse(IQueryCollection query) => new(
        query["container"].FirstOrDefault(c => !string.IsNullOrEmpty(c)),
        [.. query["command"].Select(c => c ?? "")],
        QueryBoolean.Parse(query["stdin"]),
        QueryBoolean.Parse(query["stdout"]),
        QueryBoolean.Parse(query["stderr"]),
        QueryBoolean.Parse(query["tty"]));
}
