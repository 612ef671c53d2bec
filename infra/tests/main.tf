# The tests of all modules: 'terraform init' and 'terraform test' in this folder. AWS is a mock; no account is needed.
terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}
