import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.graalvm.visualvm.lib.jfluid.heap.FieldValue;
import org.graalvm.visualvm.lib.jfluid.heap.Heap;
import org.graalvm.visualvm.lib.jfluid.heap.HeapFactory;
import org.graalvm.visualvm.lib.jfluid.heap.Instance;
import org.graalvm.visualvm.lib.jfluid.heap.JavaClass;
import org.graalvm.visualvm.lib.jfluid.heap.ObjectFieldValue;
import org.graalvm.visualvm.lib.jfluid.heap.PrimitiveArrayInstance;

/**
 * Opens a heap dump with VisualVM's own reader and prints what it finds: classes, objects, roots, and of the demo
 * application one object with its fields, the elements of its arrays, and whether it is reachable.
 */
public final class ReadHeap {
    private ReadHeap() {
    }

    public static void main(String[] args) throws Exception {
        Heap heap = HeapFactory.createHeap(new File(args[0]));
        System.out.println("classes " + heap.getAllClasses().size());
        System.out.println("objects " + heap.getSummary().getTotalLiveInstances());
        System.out.println("roots " + heap.getGCRoots().size());
        JavaClass hoard = heap.getJavaClassByName("demo.Hoard");
        System.out.println("hoards " + hoard.getInstancesCount());
        Instance one = (Instance) hoard.getInstances().get(0);
        System.out.println("reachable " + (one.getNearestGCRootPointer() != null));
        List<String> lines = new ArrayList<>();
        for (Object each : one.getFieldValues()) {
            FieldValue field = (FieldValue) each;
            lines.add("field " + field.getField().getName() + " " + (field instanceof ObjectFieldValue ? text(((ObjectFieldValue) field).getInstance()) : field.getValue()));
        }
        Collections.sort(lines);
        lines.forEach(System.out::println);
    }

    private static String text(Instance instance) {
        Instance array = instance instanceof PrimitiveArrayInstance ? instance : (Instance) instance.getValueOfField("value");
        return instance.getJavaClass().getName() + " " + ((PrimitiveArrayInstance) array).getValues();
    }
}
