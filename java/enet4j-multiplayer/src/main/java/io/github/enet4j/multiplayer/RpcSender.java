package io.github.enet4j.multiplayer;

import io.github.enet4j.ENetError;
import io.github.enet4j.ENetException;
import io.github.enet4j.multiplayer.RpcInterface.RpcMethod;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Makes remote calls of an interface's methods. */
final class RpcSender implements InvocationHandler {
    private static final Object[] NO_ARGUMENTS = {};

    private final RemoteNode node;
    private final int target;
    private final Map<Method, RpcMethod> methods = new HashMap<>();

    private RpcSender(RemoteNode node, int target, RpcInterface declared) {
        this.node = node;
        this.target = target;
        declared.methods().forEach(method -> methods.put(method.method(), method));
    }

    static <T> T make(RemoteNode node, int target, Class<T> type) {
        RpcSender sender = new RpcSender(node, target, RpcInterface.of(type));
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, sender));
    }

    @Override
    public Object invoke(Object proxy, Method called, Object[] arguments) throws Throwable {
        RpcMethod method = methods.get(called);
        if (method == null) {
            return called.getDeclaringClass() == Object.class ? ofObject(proxy, called, arguments)
                    : InvocationHandler.invokeDefault(proxy, called, arguments);
        }
        Object[] sent = NO_ARGUMENTS;
        if (arguments != null) {
            sent = new Object[arguments.length];
            for (int i = 0; i < sent.length; i++) {
                sent[i] = sent(method, i, arguments[i]);
            }
        }
        ENetError error = node.rpcId(target, method.name(), sent);
        if (called.getReturnType() == ENetError.class) {
            return error;
        }
        if (error == ENetError.INVALID_PARAMETER) {
            throw new ENetException(error, method + " is not to be called on peer " + target + ", which is this one");
        }
        return null;
    }

    private static Object sent(RpcMethod method, int index, Object argument) {
        try {
            return method.parameters().get(index).sent(argument);
        } catch (NullPointerException e) {
            throw (NullPointerException) new NullPointerException(
                    "argument " + (index + 1) + " of " + method + ": " + e.getMessage()).initCause(e);
        }
    }

    private Object ofObject(Object proxy, Method called, Object[] arguments) {
        return switch (called.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "remote " + node + (target == MultiplayerPeer.TARGET_BROADCAST ? "" : " of " + target);
        };
    }
}
