package io.github.enet4j.cli.decode;

/** What the methods are called whose numbers RPCs carry. */
interface MethodNames {
    /** Without a project there are only numbers. */
    MethodNames UNKNOWN = (path, method) -> "method" + method;

    /** The name of a method of the node at that path. */
    String name(String path, int method);
}
