using System.Text.RegularExpressions;

namespace JvmDebug.Diagnostics;

/// <summary>What can be known of a debug image by its name, before a pod is changed for it.</summary>
internal static partial class DebugImage
{
    /// <summary>Why the image may be wrong for the job; empty if nothing speaks against it.</summary>
    /// <param name="needsNonRoot">The pod refuses root, and no uid is known that the debug container could be given.</param>
    public static IEnumerable<string> Doubts(string image, bool needsNonRoot)
    {
        if (WithoutTools().IsMatch(image))
        {
            yield return $"The debug image {image} is not known to have jcmd, jattach or perl, one of which is needed; an example of one that has is {DebugDefaults.BuiltInImage} (--image).";
        }

        if (needsNonRoot && RunsAsRoot().IsMatch(image))
        {
            yield return $"The pod asks for a user that is not root and nothing tells its uid, so the debug image's own user counts, and that of {image} is root: the node will not start it. Name an image with a numeric non-root USER with --image, or set runAsUser in the pod.";
        }
    }

    // REGISTRY/REPOSITORY:TAG@DIGEST. Runtimes without tools, and bases without a JVM; perl alone would do, but busybox,
    // alpine and distroless have none.
    [GeneratedRegex(@"(?:^|[/:_.-])jre(?:$|[-_.\d:@])|(?:^|/)(?:busybox|alpine|scratch|pause|nginx|curl)(?:$|[:@])|distroless", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WithoutTools();

    // Their Dockerfiles have no USER.
    [GeneratedRegex(@"(?:^|/)(?:eclipse-temurin|openjdk|amazoncorretto|ibm-semeru-runtimes|sapmachine|azul/zulu-openjdk|zulu-openjdk|liberica-openjdk[\w-]*|busybox|alpine|debian|ubuntu)(?:$|[:@])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RunsAsRoot();
}
