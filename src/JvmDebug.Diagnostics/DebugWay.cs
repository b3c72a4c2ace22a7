namespace JvmDebug.Diagnostics;

/// <summary>How the script got to the JVM, which decides what it finds there.</summary>
public enum DebugWay
{
    /// <summary>In a debug container that shares the JVM's PID namespace; its keeper cleans up when nobody comes back.</summary>
    Beside,

    /// <summary>By an exec into the JVM's own container, with the tools that are there.</summary>
    Inside,

    /// <summary>On the machine the JVM runs on, without a cluster.</summary>
    Local,
}

/// <summary>Which way into a pod the user wants.</summary>
public enum EntryMode
{
    /// <summary>A debug container of ours that runs, else <see cref="Ephemeral"/>, else <see cref="Exec"/>.</summary>
    Auto,

    /// <summary>An ephemeral container beside the target.</summary>
    Ephemeral,

    /// <summary>An exec into the target container, which brings sh and jcmd itself.</summary>
    Exec,

    /// <summary>A copy of the pod with the debug container in it.</summary>
    Copy,
}
