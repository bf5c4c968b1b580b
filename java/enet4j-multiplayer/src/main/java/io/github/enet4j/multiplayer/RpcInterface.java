package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The remote methods that an interface declares, read once. */
final class RpcInterface {
    private static final ClassValue<RpcInterface> KNOWN = new ClassValue<>() {
        @Override
        protected RpcInterface computeValue(Class<?> type) {
            return new RpcInterface(type);
        }
    };

    /**
     * One of them.
     *
     * @param method     in Java
     * @param name       in the script
     * @param rpc        its annotation
     * @param parameters what it takes
     */
    record RpcMethod(Method method, String name, Rpc rpc, List<ArgumentType> parameters) {
        @Override
        public String toString() {
            return method.getDeclaringClass().getSimpleName() + "." + method.getName();
        }
    }

    private final Map<String, RpcMethod> methods = new TreeMap<>();

    private RpcInterface(Class<?> type) {
        if (!type.isInterface() || type.isAnnotation()) {
            throw new IllegalArgumentException(type.getName() + " is not an interface");
        }
        for (Method method : type.getMethods()) {
            Rpc rpc = annotation(type, method);
            if (rpc != null) {
                add(read(method, rpc));
            } else if (Modifier.isAbstract(method.getModifiers())) {
                throw new IllegalArgumentException(method + " needs @Rpc, or a default implementation");
            }
        }
        if (methods.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " has no methods with @Rpc");
        }
    }

    /**
     * The remote methods of an interface.
     *
     * @throws IllegalArgumentException if it is none, or has methods that can't be remote ones, saying why
     */
    static RpcInterface of(Class<?> type) {
        return KNOWN.get(type);
    }

    Collection<RpcMethod> methods() {
        return methods.values();
    }

    /** As in scripts, an override without an annotation keeps the one of the method that it overrides. */
    private static Rpc annotation(Class<?> type, Method method) {
        Rpc rpc = method.getAnnotation(Rpc.class);
        if (rpc != null || Modifier.isStatic(method.getModifiers())) {
            return rpc;
        }
        for (Class<?> base : type.getInterfaces()) {
            for (Method other : base.getMethods()) {
                if (other.getName().equals(method.getName()) && List.of(other.getParameterTypes())
                        .equals(List.of(method.getParameterTypes()))) {
                    Rpc inherited = annotation(base, other);
                    if (inherited != null) {
                        return inherited;
                    }
                }
            }
        }
        return null;
    }

    private void add(RpcMethod method) {
        RpcMethod other = methods.put(method.name(), method);
        if (other != null) {
            throw new IllegalArgumentException("both " + other.method() + " and " + method.method() + " are "
                    + method.name() + ", and scripts have no overloads: give one of them a name");
        }
    }

    private static RpcMethod read(Method method, Rpc rpc) {
        if (method.getReturnType() != void.class && method.getReturnType() != ENetError.class) {
            throw new IllegalArgumentException(method + " returns something, which a remote call can't");
        }
        Channels.require(rpc.channel(), method);
        if (method.getParameterCount() > RemoteCalls.MAX_ARGUMENTS) {
            throw new IllegalArgumentException(method + " has more than " + RemoteCalls.MAX_ARGUMENTS + " parameters");
        }
        List<ArgumentType> parameters = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            try {
                parameters.add(ArgumentType.of(parameter.getParameterizedType()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "parameter " + parameter.getName() + " of " + method + ": " + e.getMessage(), e);
            }
        }
        String name = rpc.name().isEmpty() ? SnakeCase.of(method.getName()) : rpc.name();
        return new RpcMethod(method, name, rpc, List.copyOf(parameters));
    }
}
