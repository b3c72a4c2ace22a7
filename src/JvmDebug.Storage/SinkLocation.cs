namespace JvmDebug.Storage;

/// <summary>What keeps the files, told by the address's scheme; each has a way of its own to make a file appear whole or not at all.</summary>
public enum SinkKind
{
    /// <summary><c>file://</c>: a directory, of this machine or of a volume mounted into a Job; a part file that is renamed.</summary>
    File,

    /// <summary><c>s3://</c>: a bucket of S3, or of what speaks like it (MinIO, Ceph); a multipart upload, which is there when it is completed.</summary>
    S3,

    /// <summary><c>azblob://</c>: a container of a storage account of Azure; blocks, which are there when their list is put.</summary>
    AzureBlob,
}

/// <summary>
/// The address of a sink. Secrets are never part of it: it is shown, logged and written into manifests.
/// <code>
/// file:///DIRECTORY
/// s3://BUCKET[/PREFIX][?endpoint=URL&amp;region=NAME&amp;path-style=true&amp;sse=AES256|aws:kms&amp;sse-key=ID&amp;tag.NAME=VALUE]
/// azblob://ACCOUNT/CONTAINER[/PREFIX][?endpoint=URL&amp;tag.NAME=VALUE]
/// </code>
/// </summary>
public sealed partial record SinkLocation
{
    private SinkLocation(SinkKind kind, string account, string root, string prefix, IReadOnlyDictionary<string, string> options, string text) =>
        (Kind, Account, Root, Prefix, Options, Text) = (kind, account, root, prefix, options, text);

    public SinkKind Kind { get; }

    /// <summary>The storage account of an Azure container; empty for the others.</summary>
    public string Account { get; }

    /// <summary>Directory, bucket or container.</summary>
    public string Root { get; }

    /// <summary>Empty, or begins every name in the store and ends with <c>/</c>.</summary>
    public string Prefix { get; }

    /// <summary>What stands behind the question mark.</summary>
    public IReadOnlyDictionary<string, string> Options { get; }

    /// <summary>As the user wrote it.</summary>
    public string Text { get; }

    /// <summary>Tags that every object is given (<c>tag.NAME=VALUE</c>).</summary>
    public IEnumerable<KeyValuePair<string, string>> Tags => Options
        .Where(option => option.Key.StartsWith(TagPrefix, StringComparison.Ordinal))
        .Select(option => KeyValuePair.Create(option.Key[TagPrefix.Length..], option.Value));

    /// <summary>The address of one object, for people and manifests.</summary>
    public string AddressOf(string name) => Kind switch
    {
        SinkKind.File => "file://" + Path.Combine(Root, name),
        SinkKind.S3 => $"s3://{Root}/{Prefix}{name}",
        _ => $"azblob://{Account}/{Root}/{Prefix}{name}",
    };

    public override string ToString() => Text;
}
