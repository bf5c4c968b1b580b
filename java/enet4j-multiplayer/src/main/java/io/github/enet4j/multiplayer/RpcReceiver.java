package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import io.github.enet4j.multiplayer.RpcInterface.RpcMethod;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Runs a method of an object for a remote call, its arguments converted to the types of the parameters. */
final class RpcReceiver implements RpcHandler {
    private final RemoteNode node;
    private final RpcMethod method;
    private final MethodHandle handle;

    RpcReceiver(RemoteNode node, RpcMethod method, Object implementation) {
        this.node = node;
        this.method = method;
        this.handle = unreflect(method)
                .bindTo(implementation)
                .asSpreader(Object[].class, method.parameters().size())
                .asType(MethodType.methodType(void.class, Object[].class));
    }

    private static MethodHandle unreflect(RpcMethod method) {
        try {
            method.method().trySetAccessible();
            return MethodHandles.lookup().unreflect(method.method());
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    method.method().getDeclaringClass().getName() + " must be public, and in a package that is exported"
                            + " or opened to this module", e);
        }
    }

    @Override
    public void call(int sender, Object[] arguments) {
        Object[] converted;
        try {
            converted = converted(arguments);
        } catch (IllegalArgumentException e) {
            node.reject(sender, ENetError.INVALID_PARAMETER, node + "." + method.name() + ": " + e.getMessage());
            return;
        }
        try {
            handle.invokeExact(converted);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private Object[] converted(Object[] arguments) {
        int count = method.parameters().size();
        if (arguments.length > count) {
            throw new IllegalArgumentException(arguments.length + " arguments in place of " + count);
        }
        Object[] converted = new Object[count];
        for (int i = 0; i < count; i++) {
            ArgumentType type = method.parameters().get(i);
            if (i >= arguments.length && !type.nullable()) {
                throw new IllegalArgumentException(arguments.length + " arguments in place of " + count);
            }
            try {
                converted[i] = i < arguments.length ? type.received(arguments[i]) : null;
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("argument " + i + ": " + e.getMessage(), e);
            }
        }
        return converted;
    }
}
