namespace JvmDebug.Jfr.Stacks;

/// <summary>What the weight of a sample is measured in.</summary>
public enum StackUnit
{
    /// <summary>Samples, or events: the weight is the count.</summary>
    Samples,

    Nanoseconds,

    Bytes,
}
