using JvmDebug.EndToEnd.Support;
using JvmDebug.Kubernetes.Access;
using Xunit;

namespace JvmDebug.EndToEnd;

/// <summary>
/// What <c>jvmdebug rbac</c> prints is enough for what it was printed for, and nothing in it is too much: without any one
/// of the verbs something fails, and says which verb on which resource is missing.
/// </summary>
public sealed class RbacTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    // TARGET stands for the pod; where a right is about another way to name it, for that.
    private static readonly Dictionary<string, string[]> Commands = new()
    {
        ["capture"] = ["jfr", "capture", "TARGET", "--mode", "ephemeral", "--duration", "1s"],
        ["threads"] = ["threads", "TARGET", "--mode", "ephemeral"],
        ["heap"] = ["heap", "histogram", "TARGET", "--mode", "ephemeral"],
        ["exec"] = ["jcmd", "TARGET", "--mode", "exec", "--", "VM.version"],
        ["copy"] = ["jcmd", "TARGET", "--mode", "copy", "--", "VM.version"],
    };

    public static TheoryData<string> WhatEntersPods { get; } = [.. Commands.Keys];

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(WhatEntersPods))]
    public async Task The_printed_role_is_enough_and_each_verb_of_it_is_needed(string operation)
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        // With the attach disabled, threads reads the log; nothing else does.
        var target = await ns.RunAsync(operation == "threads" ? PodBuilder.Java().JavaOptions("-XX:+DisableAttachMechanism") : PodBuilder.Java());
        target.PrintsThreads();
        var (role, token) = await GrantAsync(ns, operation);

        // A debug container that runs already needs no patch: that right's turn is before there is one.
        foreach (var right in role.Rights.OrderBy(right => right.Resource != "pods/ephemeralcontainers"))
        {
            await role.TakeAsync(right);
            var run = await Binary.RunAsync(Arguments(operation, NameFor(right, target), ns, token));
            // The copy was made and used by then; that it stays is a warning.
            Assert.True(run.ExitCode == (right.Verb == "delete" ? 0 : 4), $"Without {right}: {run}");
            AssertNames(right, run);
        }

        await role.TakeAsync(null);
        var whole = await Binary.RunAsync(Arguments(operation, target.Name, ns, token));
        Assert.True(whole.ExitCode == 0, whole.ToString());
    }

    [Fact(Timeout = 180_000)]
    public async Task The_doctors_own_role_leaves_it_nothing_to_complain_about_and_each_verb_is_one_of_its_lines()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        var (role, token) = await GrantAsync(ns, "doctor");
        string[] command = ["doctor", target.Name, "-n", ns.Name, "--token", token, "--image", Images.Own, "--image-pull-policy", "IfNotPresent", "-q", "-o", "json"];

        foreach (var right in role.Rights)
        {
            await role.TakeAsync(right);
            var isNeeded = right is { Resource: "pods", Verb: "get" } or { Resource: "pods/exec" or "pods/ephemeralcontainers" };
            new Examined(await Binary.RunAsync(command)).Exits(isNeeded ? 4 : 0)
                .Says("access", isNeeded ? "fail" : "warning", $"cannot {right} in namespace {ns.Name}", right.Verb, right.Resource);
        }

        await role.TakeAsync(null);
        new Examined(await Binary.RunAsync([.. command, "--inject"])).Exits(0).Says("attach", "ok", "the JVM answers");
    }

    [Fact(Timeout = 180_000)]
    public async Task Sessions_are_listed_and_ended_under_their_role()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        Assert.Equal(0, (await Binary.RunAsync("ps", target.Name, "-n", ns.Name, "--image", Images.Own, "--image-pull-policy", "IfNotPresent", "-q")).ExitCode);
        var (role, token) = await GrantAsync(ns, "session");
        string[] list = ["session", "list", "-n", ns.Name, "--token", token, "-q"];
        string[] stop = ["session", "stop", target.Name, "-n", ns.Name, "--token", token, "-q"];

        foreach (var right in role.Rights)
        {
            await role.TakeAsync(right);
            var run = await Binary.RunAsync(right.Verb == "list" ? list : stop);
            Assert.True(run.ExitCode == 4, $"Without {right}: {run}");
            AssertNames(right, run);
        }

        await role.TakeAsync(null);
        Assert.Contains(target.Name, (await Binary.RunAsync(list)).Stdout, StringComparison.Ordinal);
        var stopped = await Binary.RunAsync(stop);
        Assert.True(stopped.ExitCode == 0, stopped.ToString());
    }

    [Fact(Timeout = 300_000)]
    public async Task Schedules_are_made_listed_and_deleted_under_their_role()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        await ns.DeployAsync(PodBuilder.Java(), "cart", 1);
        var (role, token) = await GrantAsync(ns, "schedule");

        // Events are only listed where there is a trigger.
        foreach (var right in role.Rights.Where(right => right is not { Resource: "events", Verb: "list" }))
        {
            await role.TakeAsync(right);
            var run = await Binary.RunAsync([.. Needing(right), "-n", ns.Name, "--token", token, "-q"]);
            Assert.True(run.ExitCode == 4, $"Without {right}: {run}");
            AssertNames(right, run);
            await role.TakeAsync(null);
            // What the attempt left; and there is something to list and to delete for the next.
            await Binary.RunAsync([.. Create(), "-n", ns.Name, "--token", token, "-q"]);
        }

        var listed = await Binary.RunAsync("schedule", "list", "-n", ns.Name, "--token", token, "-q");
        Assert.True(listed.ExitCode == 0, listed.ToString());
        Assert.Contains("nightly", listed.Stdout, StringComparison.Ordinal);
        var deleted = await Binary.RunAsync("schedule", "delete", "nightly", "-n", ns.Name, "--token", token, "-q");
        Assert.True(deleted.ExitCode == 0, deleted.ToString());
    }

    private static string[] Create(string name = "nightly", params string[] more) =>
        ["schedule", "create", name, "-l", "app=cart", "--cron", "0 2 * * *", "--cli-image", Images.Cli, .. more.Length > 0 ? more : ["--sink", "s3://b/p?region=eu-west-1", "--skip-sink-check"]];

    private static string[] Watching(string condition) =>
        ["schedule", "create", "other", "-l", "app=cart", "--when", condition, "--cli-image", Images.Cli, "--sink", "s3://b/p", "--skip-sink-check"];

    // "other" is not there yet, "nightly" is.
    private static string[] Needing(AccessRight right) => right switch
    {
        { Verb: "delete" } => ["schedule", "delete", "nightly"],
        { Resource: "cronjobs", Verb: "list" } or { Resource: "jobs", Verb: "list" } or { Resource: "deployments", Verb: "list" } => ["schedule", "list"],
        { Resource: "deployments" } => Watching("oomkilled"),
        { ApiGroup: "metrics.k8s.io" } => Watching("cpu > 90%"),
        { Resource: "jobs" } => ["schedule", "run", "nightly"],
        { Resource: "secrets" } => Create("other", "--sink", "s3://b/p?region=eu-west-1", "--skip-sink-check", "--sink-secret", "keys"),
        { Resource: "persistentvolumeclaims" } => Create("other", "--sink", "file:///dumps", "--sink-claim", "dumps"),
        _ => Create("other"),
    };

    private static string NameFor(AccessRight right, TargetPod target) => right switch
    {
        { ApiGroup: "apps" or "batch" } => right.Resource.TrimEnd('s') + "/nobody",
        { Resource: "services" } => "svc/nobody",
        { Resource: "pods", Verb: "list" } => "-l=app=nobody",
        _ => target.Name,
    };

    // The server's own sentence, or the doctor's words for it; or what it says to those who give in a Role what they do not have.
    private static void AssertNames(AccessRight right, Run run)
    {
        string[] sentences = [$"cannot {right.Verb} resource \"{right.Resource}\"", $"Resources:[\"{right.Resource}\"], Verbs:[\"{right.Verb}\"]"];
        Assert.True(sentences.Any(sentence => (run.Stderr + run.Stdout).Contains(sentence, StringComparison.Ordinal)), $"Without {right}: {run}");
    }

    private static string[] Arguments(string operation, string target, TestNamespace ns, string token)
    {
        string[] common = ["-n", ns.Name, "--token", token, "--image", Images.Own, "--image-pull-policy", "IfNotPresent", "-q"];
        string[] words = [.. Commands[operation].Select(word => word == "TARGET" ? target : word)];
        return Array.IndexOf(words, "--") is > 0 and var dashes ? [.. words[..dashes], .. common, .. words[dashes..]] : [.. words, .. common];
    }

    private async Task<(PrintedRole Role, string Token)> GrantAsync(TestNamespace ns, string operation)
    {
        var token = await ns.TokenOfAsync("least");
        return (await PrintedRole.ApplyAsync(Cluster.Api, Binary, operation, ns.Name, ns.Name + ":least", "least"), token);
    }
}
