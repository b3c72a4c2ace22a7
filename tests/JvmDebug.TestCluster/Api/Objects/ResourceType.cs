namespace JvmDebug.TestCluster.Api.Objects;

/// <summary>One kind of object the server knows, with what discovery tells about it.</summary>
internal sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool Namespaced)
{
    public static readonly IReadOnlyList<string> AllVerbs =
        ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<Subresource> Subresources { get; init; } = [];

    public string Singular { get; } = Kind.ToLowerInvariant();

    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>As messages name it: <c>pods</c>, <c>deployments.apps</c>.</summary>
    public string Qualified { get; } = Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}

/// <summary>A part of an object with rules of its own; Group and Version only where its kind is from another group.</summary>
internal sealed record Subresource(string Name, string Kind, IReadOnlyList<string> Verbs, string Group = "", string Version = "");
