def copy(x):
    return x

def deepcopy(x, memo=None, _nil=()):
    return x
