from .param_functions import Depends as Depends, Security as Security
