namespace JvmDebug.TestCluster.Api.Http;

/// <summary>Field numbers from Kubernetes' generated.proto files, for the small kinds that kubectl sends as protobuf.</summary>
internal static class ProtobufSchema
{
    private static readonly ProtobufField[] _objectMeta =
        [new(1, "name"), new(2, "generateName"), new(3, "namespace"), new(11, "labels", ProtobufType.Map), new(12, "annotations", ProtobufType.Map)];

    private static readonly ProtobufField _metadata = Of(1, "metadata", _objectMeta);

    private static readonly ProtobufField _rules = List(
        2, "rules", [Texts(1, "verbs"), Texts(2, "apiGroups"), Texts(3, "resources"), Texts(4, "resourceNames"), Texts(5, "nonResourceURLs")]);

    private static readonly ProtobufField _subjects = List(2, "subjects", [new(1, "kind"), new(2, "apiGroup"), new(3, "name"), new(4, "namespace")]);
    private static readonly ProtobufField _roleRef = Of(3, "roleRef", [new(1, "apiGroup"), new(2, "kind"), new(3, "name")]);

    private static readonly ProtobufField _accessSpec = Of(
        2,
        "spec",
        [
            Of(1, "resourceAttributes", [new(1, "namespace"), new(2, "verb"), new(3, "group"), new(4, "version"), new(5, "resource"), new(6, "subresource"), new(7, "name")]),
            Of(2, "nonResourceAttributes", [new(1, "path"), new(2, "verb")]),
        ]);

    private static readonly Dictionary<string, ProtobufField[]> _kinds = new()
    {
        ["Namespace"] = [_metadata],
        ["ServiceAccount"] = [_metadata],
        ["ConfigMap"] = [_metadata, new(2, "data", ProtobufType.Map)],
        ["Secret"] = [_metadata, new(2, "data", ProtobufType.BytesMap), new(3, "type")],
        ["Role"] = [_metadata, _rules],
        ["ClusterRole"] = [_metadata, _rules],
        ["RoleBinding"] = [_metadata, _subjects, _roleRef],
        ["ClusterRoleBinding"] = [_metadata, _subjects, _roleRef],
        ["TokenRequest"] = [_metadata, Of(2, "spec", [Texts(1, "audiences"), new(4, "expirationSeconds", ProtobufType.Integer)])],
        ["SelfSubjectAccessReview"] = [_metadata, _accessSpec],
        ["SelfSubjectRulesReview"] = [_metadata, Of(2, "spec", [new(1, "namespace")])],
        ["SelfSubjectReview"] = [_metadata],
    };

    public static ProtobufField[] Unknown { get; } = [Of(1, "typeMeta", [new(1, "apiVersion"), new(2, "kind")]), new(2, "raw", ProtobufType.Bytes)];

    public static ProtobufField[]? Find(string kind) => _kinds.GetValueOrDefault(kind);

    private static ProtobufField Of(int number, string name, ProtobufField[] fields) => new(number, name, ProtobufType.Message) { Fields = fields };

    private static ProtobufField List(int number, string name, ProtobufField[] fields) => Of(number, name, fields) with { Repeated = true };

    private static ProtobufField Texts(int number, string name) => new(number, name) { Repeated = true };
}

/// <summary>One field of a message; a Map is from text to text, a BytesMap from text to bytes.</summary>
internal sealed record ProtobufField(int Number, string Name, ProtobufType Type = ProtobufType.Text)
{
    public bool Repeated { get; init; }

    public ProtobufField[] Fields { get; init; } = [];
}

internal enum ProtobufType
{
    Text,
    Bytes,
    Integer,
    Map,
    BytesMap,
    Message,
}
