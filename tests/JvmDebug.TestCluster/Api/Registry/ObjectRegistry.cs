using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Patching;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Api.Registry;

/// <summary>
/// The way into the store that applies the rules: defaults, validation, admission, generation, ownership of fields. What
/// refuses throws an <see cref="ApiException"/>. The server's handlers and the controllers both come through here.
/// </summary>
internal sealed partial class ObjectRegistry(ObjectStore store, IReadOnlyDictionary<ResourceType, ResourceStrategy> strategies)
{
    private static readonly ResourceStrategy _plain = new();

    public ObjectStore Store { get; } = store;

    public static ObjectKey Key(ResourceType type, string ns, string name) => new(type.Plural, type.Namespaced ? ns : "", name);

    public JsonObject Get(ResourceType type, string ns, string name) =>
        Store.Get(Key(type, ns, name)) ?? throw ApiStatus.NotFound(type, name);

    public JsonObject Create(ResourceType type, string ns, JsonObject body, WriteContext context)
    {
        var value = body.Clone();
        var metadata = value.Child("metadata");
        CheckKind(type, value);
        if (type.Namespaced)
        {
            CheckNamespace(metadata, ns);
        }

        if (metadata.Text("name") is not { Length: > 0 } && metadata.Text("generateName") is { Length: > 0 } prefix)
        {
            metadata["name"] = prefix + ObjectMeta.RandomSuffix();
        }

        var name = value.Name();
        var space = type.Namespaced ? OpenNamespace(type, ns, name) : null;
        var strategy = Strategy(type);
        ResetMetadata(metadata, strategy.HasGeneration);
        strategy.Default(value);
        strategy.PrepareForCreate(value);
        if (!context.IsApply)
        {
            ManagedFields.RecordUpdate(null, value, context.FieldManager, type.ApiVersion, "");
        }

        strategy.MutateNew(value);
        IReadOnlyList<FieldError> errors =
            [.. name.Length == 0 ? [FieldError.Required("metadata.name", "name or generateName is required")] : Names.Validate(type, name), .. strategy.Validate(value)];
        if (errors.Count > 0)
        {
            throw ApiStatus.Invalid(type, name, errors);
        }

        strategy.Admit(value, null, space, "", context);
        var key = Key(type, ns, name);
        if (context.DryRun)
        {
            return Store.Get(key) is null ? value : throw ApiStatus.AlreadyExists(type, name);
        }

        return Store.Create(key, value) ?? throw ApiStatus.AlreadyExists(type, name);
    }

    /// <summary>
    /// Changes the newest version. Nothing is locked meanwhile, for admission asks the store; who was overtaken starts anew, as over
    /// etcd. So <paramref name="change"/> may be called several times.
    /// </summary>
    public JsonObject Update(ResourceType type, string ns, string name, string subresource, Func<JsonObject, JsonObject> change, WriteContext context)
    {
        var key = Key(type, ns, name);
        while (true)
        {
            var old = Get(type, ns, name);
            var space = type.Namespaced ? Store.Get(Key(ResourceCatalog.Namespaces, "", ns)) : null;
            context.Warnings.Clear();
            var next = ChangeOf(type, old, change(old.Clone()), subresource, space, context);
            if (context.DryRun)
            {
                return next;
            }

            if (Store.Replace(key, old.ResourceVersion()!, next) is { } result)
            {
                return IsFinalized(type, result) ? Store.Delete(key) ?? result : result;
            }
        }
    }

    private JsonObject ChangeOf(ResourceType type, JsonObject old, JsonObject value, string subresource, JsonObject? ns, WriteContext context)
    {
        var name = old.Name();
        if (value.ResourceVersion() is { Length: > 0 } expected && expected != old.ResourceVersion())
        {
            throw ApiStatus.Modified(type, name);
        }

        if (value.Name() != name)
        {
            throw ApiStatus.BadRequest($"the name of the object ({value.Name()}) does not match the name on the URL ({name})");
        }

        CheckKind(type, value);
        KeepMetadata(value.Child("metadata"), old.Child("metadata"));
        var strategy = Strategy(type);
        value = strategy.PrepareForUpdate(value, old, subresource);
        strategy.Default(value);
        if (strategy.HasGeneration && !JsonNode.DeepEquals(value["spec"], old["spec"]))
        {
            ObjectMeta.BumpGeneration(value);
        }

        IReadOnlyList<FieldError> errors = [.. strategy.ValidateUpdate(value, old, subresource)];
        if (errors.Count > 0)
        {
            throw ApiStatus.Invalid(type, name, errors);
        }

        strategy.Admit(value, old, ns, subresource, context);
        if (!context.IsApply)
        {
            ManagedFields.RecordUpdate(old, value, context.FieldManager, type.ApiVersion, subresource);
        }

        return value;
    }

    private ResourceStrategy Strategy(ResourceType type) => strategies.GetValueOrDefault(type, _plain);

    private JsonObject OpenNamespace(ResourceType type, string ns, string name)
    {
        var found = Get(ResourceCatalog.Namespaces, "", ns);
        return found.IsTerminating()
            ? throw ApiStatus.Forbidden(type, name, $"unable to create new content in namespace {ns} because it is being terminated")
            : found;
    }

    private static void CheckKind(ResourceType type, JsonObject value)
    {
        if (value.Text("kind") is { } kind && value.Text("apiVersion") is { } version && (kind, version) != (type.Kind, type.ApiVersion))
        {
            throw ApiStatus.BadRequest($"{kind} in version \"{version}\" cannot be handled as a {type.Kind}");
        }

        value["kind"] = type.Kind;
        value["apiVersion"] = type.ApiVersion;
    }

    private static void CheckNamespace(JsonObject metadata, string ns)
    {
        if (metadata.Text("namespace") is { Length: > 0 } other && other != ns)
        {
            throw ApiStatus.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        metadata["namespace"] = ns;
    }

    private static void ResetMetadata(JsonObject metadata, bool generation)
    {
        foreach (var name in new[] { "generation", "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink" })
        {
            metadata.Remove(name);
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = ObjectMeta.Now();
        if (generation)
        {
            metadata["generation"] = 1;
        }
    }

    private static void KeepMetadata(JsonObject metadata, JsonObject old)
    {
        foreach (var name in new[] { "namespace", "uid", "creationTimestamp", "generation", "generateName", "deletionTimestamp", "deletionGracePeriodSeconds" })
        {
            if (old[name] is { } kept)
            {
                metadata[name] = kept.DeepClone();
            }
            else
            {
                metadata.Remove(name);
            }
        }

        if (metadata["managedFields"] is null && old["managedFields"] is { } fields)
        {
            metadata["managedFields"] = fields.DeepClone();
        }
    }
}
