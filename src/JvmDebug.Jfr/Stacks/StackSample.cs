namespace JvmDebug.Jfr.Stacks;

/// <summary>Samples of one stack, thread and time bucket, added up.</summary>
/// <param name="Node">Of the <see cref="CallTree"/>.</param>
/// <param name="Thread">Index of the thread.</param>
/// <param name="Bucket">Of the <see cref="TimeAxis"/>.</param>
/// <param name="Count">Events, or for wall-clock samples what they stand for.</param>
/// <param name="Weight">In the profile's unit; the count where that is samples.</param>
public readonly record struct StackSample(int Node, int Thread, int Bucket, long Count, long Weight);
