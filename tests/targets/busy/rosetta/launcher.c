/*
 * A JVM in a process that is not called java, as under the emulators that run images of another architecture: the kernel
 * runs /media/rosetta/rosetta with the program's path, then the program's own argv (binfmt_misc, flags P and O).
 *
 *   argv[0]  /media/rosetta/rosetta
 *   argv[1]  /usr/bin/java             what is "emulated"; its JDK's libjvm.so is loaded
 *   argv[2]  java                      argv[0] of the emulated program, as it was typed
 *   argv[3]  JVM options (-cp takes a value), then the main class and its arguments
 */
#include <dlfcn.h>
#include <jni.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_OPTIONS 64

typedef jint (JNICALL *create_java_vm)(JavaVM **, void **, void *);

static void fail(const char *what) {
    fprintf(stderr, "rosetta: %s\n", what);
    exit(1);
}

/* JDK/bin/java leads to JDK/lib/server/libjvm.so, in JDK 8 with the architecture in between. */
static create_java_vm load_jvm(const char *java) {
    static const char *const places[] = { "lib/server", "lib/amd64/server", "lib/aarch64/server" };
    char path[PATH_MAX];
    char *slash;
    void *library = NULL;
    size_t i;
    if (realpath(java, path) == NULL || (slash = strrchr(path, '/')) == NULL) {
        fail("no such program");
    }
    for (i = 0; library == NULL && i < sizeof places / sizeof *places; i++) {
        snprintf(slash, sizeof path - (slash - path), "/../%s/libjvm.so", places[i]);
        library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
    }
    if (library == NULL) {
        fail(dlerror());
    }
    return (create_java_vm) dlsym(library, "JNI_CreateJavaVM");
}

int main(int argc, char **argv) {
    JavaVMOption options[MAX_OPTIONS];
    JavaVMInitArgs arguments = { .version = JNI_VERSION_1_8, .options = options };
    static char class_path[PATH_MAX];
    JavaVM *vm;
    JNIEnv *env;
    jclass main_class;
    jmethodID main_method;
    jobjectArray rest;
    char *name, *c;
    int i = 3, first;

    for (; i < argc && argv[i][0] == '-' && arguments.nOptions < MAX_OPTIONS; i++) {
        char *option = argv[i];
        if (strcmp(option, "-cp") == 0 && i + 1 < argc) {
            snprintf(class_path, sizeof class_path, "-Djava.class.path=%s", argv[++i]);
            option = class_path;
        }
        options[arguments.nOptions++].optionString = option;
    }
    if (i >= argc) {
        fail("usage: rosetta /usr/bin/java java [OPTION...] MAIN-CLASS [ARGUMENT...]");
    }
    if (load_jvm(argv[1])(&vm, (void **) &env, &arguments) != JNI_OK) {
        fail("the JVM could not be created");
    }
    name = strdup(argv[i]);
    for (c = name; *c != '\0'; c++) {
        if (*c == '.') {
            *c = '/';
        }
    }
    main_class = (*env)->FindClass(env, name);
    main_method = main_class == NULL ? NULL : (*env)->GetStaticMethodID(env, main_class, "main", "([Ljava/lang/String;)V");
    if (main_method == NULL) {
        (*env)->ExceptionDescribe(env);
        return 1;
    }
    first = i + 1;
    rest = (*env)->NewObjectArray(env, argc - first, (*env)->FindClass(env, "java/lang/String"), NULL);
    for (i = first; i < argc; i++) {
        (*env)->SetObjectArrayElement(env, rest, i - first, (*env)->NewStringUTF(env, argv[i]));
    }
    (*env)->CallStaticVoidMethod(env, main_class, main_method, rest);
    if ((*env)->ExceptionCheck(env)) {
        (*env)->ExceptionDescribe(env);
        return 1;
    }
    (*vm)->DestroyJavaVM(vm);
    return 0;
}
