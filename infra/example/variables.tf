variable "application" {
  description = "application of slipway.yml."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,19}$", var.application))
    error_message = "Here an application begins with a letter and has lower-case letters, digits and hyphens, 20 at most: load balancers' names have no more room."
  }
}

variable "region" {
  description = "region of slipway.yml."
  type        = string
  default     = "eu-west-2"
}

variable "repositories" {
  description = "Repositories of the images that are built and of those that are pulled: images.*.repository and pull.*.repository of slipway.yml."
  type        = set(string)
}

variable "container" {
  description = "The container that takes the requests, and its port: deploy.loadBalancer of slipway.yml."
  type = object({
    name = string
    port = optional(number, 80)
  })
}

variable "health_check" {
  description = "Path that shows that the application works."
  type        = string
  default     = "/"
}

variable "environments" {
  description = <<-TEXT
    Environments of slipway.yml, in one account and VPC, each with a cluster, a load balancer and a service.
    host: its name in the DNS. strategy: deploy.strategy of slipway.yml. cluster: null for the environment's name. service: null for ENVIRONMENT-app.
    execute_command: shells in containers (Exec). scan: whether deploy.scan of slipway.yml is used.
    test_cidrs: who may see a new version at port 8443 before it gets requests, for strategies that shift traffic.
    github, bitbucket: the module oidc describes them.
  TEXT
  type = map(object({
    host               = string
    strategy           = optional(string, "rolling")
    cluster            = optional(string)
    service            = optional(string)
    desired_count      = optional(number, 1)
    container_insights = optional(string, "enabled")
    execute_command    = optional(bool, false)
    scan               = optional(bool, false)
    test_cidrs         = optional(set(string), [])
    github             = optional(string)
    bitbucket          = optional(string)
  }))

  validation {
    condition     = length(var.environments) > 0 && alltrue([for name in keys(var.environments) : can(regex("^[a-z][a-z0-9-]{0,11}$", name)) && !startswith(name, "local")])
    error_message = "An environment begins with a letter and has lower-case letters, digits and hyphens, 12 at most; those that begin with 'local' are rehearsed and need nothing here."
  }
}

variable "zone_id" {
  description = "Hosted zone of Route 53 that has the hosts' names: certificates are validated and records made in it. null: certificate_arn is a certificate that you have, and the records are yours to make."
  type        = string
  default     = null
}

variable "certificate_arn" {
  description = "Certificate for all hosts, where there is no zone_id."
  type        = string
  default     = null

  validation {
    condition     = (var.certificate_arn == null) != (var.zone_id == null)
    error_message = "Either zone_id or certificate_arn."
  }
}

variable "private_subnets" {
  description = "Whether tasks are in subnets without a route to the internet. They then need nat or endpoints."
  type        = bool
  default     = false
}

variable "nat" {
  description = "Whether those subnets have a NAT gateway."
  type        = bool
  default     = false
}

variable "endpoints" {
  description = "Services with an interface endpoint. Private subnets without NAT need ecr.api, ecr.dkr and logs, with secrets secretsmanager, and with shells ssmmessages."
  type        = set(string)
  default     = []
}

variable "placeholder_image" {
  description = "Image that services run until their first deployment: the module service describes it. Tasks that reach AWS through endpoints only need one in ECR, or begin with the first deployment."
  type        = string
  default     = "public.ecr.aws/nginx/nginx:1.29"
}

variable "configuration_prefix" {
  description = "Where the configuration bucket has what secrets of slipway.yml and environmentFiles of task definitions name, before the environment's name."
  type        = string
  default     = "env-configurations/"
}

variable "secrets" {
  description = "Secrets in Secrets Manager that each environment has, by name, with descriptions. The environment's name comes before: ENVIRONMENT/NAME."
  type        = map(string)
  default     = {}
}

variable "pipeline" {
  description = <<-TEXT
    The pipeline in CodePipeline; null where Bitbucket Pipelines or GitHub Actions deploy. stages: environments in their order; each after the first needs an approval.
    connection_arn: of a connection that you have; null to create one. arm: builds on ARM. docker_hub: ARN of a secret with the members username and password.
    The others are the module pipeline's.
  TEXT
  type = object({
    repository     = string
    branch         = optional(string, "main")
    stages         = list(string)
    provider_type  = optional(string, "GitHub")
    connection_arn = optional(string)
    arm            = optional(bool, false)
    docker_hub     = optional(string)
    full_clone     = optional(bool, false)
    triggers = optional(list(object({
      branches        = optional(list(string), [])
      except_branches = optional(list(string), [])
      tags            = optional(list(string), [])
      except_tags     = optional(list(string), [])
      paths           = optional(list(string), [])
      except_paths    = optional(list(string), [])
    })), [])
    variables = optional(map(object({ default = string, description = optional(string) })), {})
  })
  default = null

  validation {
    condition     = var.pipeline == null || try(alltrue([for stage in var.pipeline.stages : contains(keys(var.environments), stage)]), false)
    error_message = "Each stage is one of environments."
  }
}

variable "create_pipeline" {
  description = "Whether the pipeline itself is made, beside its projects, roles and bucket. false where an emulation of AWS has no CodePipeline."
  type        = bool
  default     = true
}

variable "codebuild_location" {
  description = "pipeline_location of the module codebuild: leave it null on AWS."
  type        = string
  default     = null
}

variable "github" {
  description = "GitHub's repository whose jobs may deploy; the module oidc describes it. null for none."
  type = object({
    owner         = string
    repository    = string
    owner_id      = optional(number)
    repository_id = optional(number)
    subjects      = optional(string, "ids")
    provider_arn  = optional(string)
  })
  default = null
}

variable "bitbucket" {
  description = "Bitbucket's repository whose steps may deploy; the module oidc describes it. null for none."
  type = object({
    workspace       = string
    workspace_uuid  = string
    repository_uuid = string
    provider_arn    = optional(string)
  })
  default = null
}

variable "emails" {
  description = "Addresses that are told of pipelines that end, of approvals that are waited for, and of failed deployments."
  type        = set(string)
  default     = []
}

variable "policies" {
  description = "Policies in JSON in place of those in infra/policies, by environment and role (execution, task, deployer, viewer, shifting)."
  type        = map(map(string))
  default     = {}
}

variable "force_destroy" {
  description = "Whether destroy deletes what holds data: images, objects with all their versions, and secrets at once. Set it, apply, and then destroy."
  type        = bool
  default     = false
}
