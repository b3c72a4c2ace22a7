using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;

namespace JvmDebug.TestCluster.Api.Http;

/// <summary>
/// Request bodies in Kubernetes' protobuf encoding, which <c>kubectl create</c> and <c>kubectl auth</c> send:
/// <code>
/// "k8s\0"   4 bytes
/// Unknown   1 typeMeta { 1 apiVersion, 2 kind }   2 raw: the object, encoded as its kind has it
/// </code>
/// The kinds are those of <see cref="ProtobufSchema"/>; any other one is answered with 415, as an unknown encoding.
/// </summary>
internal static class ProtobufBody
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private static readonly byte[] _magic = "k8s\0"u8.ToArray();

    public static JsonObject Read(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(_magic))
        {
            throw ApiStatus.BadRequest("the object provided is unrecognized (must be of protobuf encoding)");
        }

        try
        {
            var envelope = Message(body[_magic.Length..].ToArray(), ProtobufSchema.Unknown);
            var kind = envelope["typeMeta"]?["kind"]?.GetValue<string>() ?? "";
            var fields = ProtobufSchema.Find(kind) ?? throw Unsupported(kind);
            var value = Message(Convert.FromBase64String(envelope["raw"]?.GetValue<string>() ?? ""), fields);
            value["kind"] = kind;
            value["apiVersion"] = envelope["typeMeta"]!["apiVersion"]?.DeepClone();
            return value;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw ApiStatus.BadRequest($"the object provided is unrecognized (must be of protobuf encoding): {e.Message}");
        }
    }

    private static ApiException Unsupported(string kind) =>
        new(415, "UnsupportedMediaType", $"the test cluster reads a {kind} as application/json only (try kubectl apply)", []);

    private static JsonObject Message(byte[] bytes, ProtobufField[] fields)
    {
        var result = new JsonObject();
        var input = new CodedInputStream(bytes);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (Array.Find(fields, f => f.Number == WireFormat.GetTagFieldNumber(tag)) is { } field)
            {
                Put(result, field, input);
            }
            else
            {
                input.SkipLastField();
            }
        }

        return result;
    }

    private static void Put(JsonObject result, ProtobufField field, CodedInputStream input)
    {
        if (field.Type is ProtobufType.Map or ProtobufType.BytesMap)
        {
            var type = field.Type == ProtobufType.Map ? ProtobufType.Text : ProtobufType.Bytes;
            var entry = Message(input.ReadBytes().ToByteArray(), [new ProtobufField(1, "key"), new ProtobufField(2, "value", type)]);
            Objects.JsonPaths.Child(result, field.Name)[entry["key"]?.GetValue<string>() ?? ""] = entry["value"]?.GetValue<string>() ?? "";
            return;
        }

        JsonNode value = field.Type switch
        {
            ProtobufType.Message => Message(input.ReadBytes().ToByteArray(), field.Fields),
            ProtobufType.Bytes => Convert.ToBase64String(input.ReadBytes().Span),
            ProtobufType.Integer => input.ReadInt64(),
            _ => Encoding.UTF8.GetString(input.ReadBytes().Span),
        };
        if (!field.Repeated)
        {
            // An empty text is how an unset one is written.
            if (value is not JsonValue || value.ToString().Length > 0)
            {
                result[field.Name] = value;
            }
        }
        else if (result[field.Name] is JsonArray list)
        {
            list.Add(value);
        }
        else
        {
            result[field.Name] = new JsonArray(value);
        }
    }
}
