using System.CommandLine;
using System.CommandLine.Parsing;
using JvmDebug.Diagnostics.Access;
using JvmDebug.Kubernetes.Access;

namespace JvmDebug.Cli.Commands;

/// <summary>What shall be allowed, where, and to whom. No cluster is contacted.</summary>
internal sealed record RbacRequest(IReadOnlyList<Operation> Operations, string RoleName, IReadOnlyList<RoleSubject> Subjects);

internal sealed class RbacCommand : DescribedCommand
{
    private readonly Option<Operation[]> _operations = new("--for")
    {
        Description = $"What shall be possible; can be repeated: {string.Join(", ", Operations.All.Select(operation => operation.Name))}, or all. (default capture)",
        HelpName = "OPERATION",
        CustomParser = ParseOperations,
    };

    private readonly Option<string[]> _serviceAccounts = new("--serviceaccount") { Description = "Who gets it: a ServiceAccount; can be repeated.", HelpName = "NAMESPACE:NAME" };
    private readonly Option<string[]> _users = new("--as-user") { Description = "Who gets it: a user; can be repeated.", HelpName = "NAME" };
    private readonly Option<string[]> _groups = new("--group") { Description = "Who gets it: a group; can be repeated.", HelpName = "NAME" };
    private readonly Option<string> _name = new("--role-name") { Description = "Name of Role and RoleBinding. (default jvmdebug)", HelpName = "NAME", DefaultValueFactory = _ => "jvmdebug" };

    public RbacCommand(Handler<RbacRequest> run)
        : base("rbac", "Prints the least Role and RoleBinding for what is to be done in a namespace.")
    {
        _serviceAccounts.Validators.Add(CheckServiceAccounts);
        Add(_operations);
        Add(_serviceAccounts);
        Add(_users);
        Add(_groups);
        Add(_name);
        Validators.Add(CheckSubjects);
        this.Runs(run, ToRequest);
    }

    public override string Usage => "--serviceaccount NAMESPACE:NAME | --as-user NAME | --group NAME [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("for a team, in one namespace", "rbac -n shop --group shop-developers | kubectl apply -f -"),
        ("for a job that takes heap dumps", "rbac -n shop --for heap --serviceaccount ci:diagnostics"),
        ("everything jvmdebug can do, as JSON", "rbac -n shop --for all --as-user jane -o json"),
    ];

    private static Operation[] ParseOperations(ArgumentResult result)
    {
        var found = new List<Operation>();
        foreach (var word in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (Operations.Find(word) is { } operation)
            {
                found.Add(operation);
            }
            else
            {
                result.AddError($"'{word}' is no operation: {string.Join(", ", Operations.All.Append(Operations.Everything).Select(known => $"{known.Name} ({known.Purpose})"))}.");
            }
        }

        return [.. found];
    }

    private static void CheckServiceAccounts(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(token => token.Value.Split(':') is not [{ Length: > 0 }, { Length: > 0 }]))
        {
            result.AddError($"'{token.Value}' is not a ServiceAccount: NAMESPACE:NAME.");
        }
    }

    private void CheckSubjects(CommandResult result)
    {
        if (result.GetResult(_serviceAccounts) is null && result.GetResult(_users) is null && result.GetResult(_groups) is null)
        {
            result.AddError("Say who gets it: --serviceaccount NAMESPACE:NAME, --as-user NAME or --group NAME.");
        }
    }

    private RbacRequest ToRequest(ParseResult parsed) => new(
        parsed.GetValue(_operations) is { Length: > 0 } operations ? operations : [Operations.Default],
        parsed.GetValue(_name)!,
        [
            .. (parsed.GetValue(_serviceAccounts) ?? []).Select(account => account.Split(':')).Select(parts => RoleSubject.ServiceAccount(parts[0], parts[1])),
            .. (parsed.GetValue(_users) ?? []).Select(RoleSubject.User),
            .. (parsed.GetValue(_groups) ?? []).Select(RoleSubject.Group),
        ]);
}
