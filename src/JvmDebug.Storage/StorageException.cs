namespace JvmDebug.Storage;

/// <summary>Why something could not be kept, listed, read or deleted in a sink.</summary>
public enum StorageFailure
{
    /// <summary>The address of the sink, or a variable or file that belongs to it, makes no sense; nothing was contacted.</summary>
    Configuration,

    /// <summary>The store did not answer, for as long as one waits for it.</summary>
    Unreachable,

    /// <summary>Credentials missing, wrong or expired, or without the right that was needed.</summary>
    AccessDenied,

    /// <summary>No such bucket, container or object.</summary>
    NotFound,

    /// <summary>The store is full, or a quota is.</summary>
    NoSpace,

    /// <summary>What the store keeps is not what was sent.</summary>
    Damaged,

    /// <summary>The store answered with a refusal of another kind; the message carries its words.</summary>
    Refused,
}

/// <summary>An anticipated failure of a sink. The message is for the user: what failed, on what, and the next step.</summary>
public sealed class StorageException(StorageFailure reason, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public StorageFailure Reason { get; } = reason;
}
